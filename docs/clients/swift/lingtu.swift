// Signed calls of the lingtu API; Swift 5.7 or newer on macOS 12 / iOS 15, where CryptoKit comes with the system.
// LINGTU_URL=http://127.0.0.1:8000 LINGTU_APP_KEY=A LINGTU_APP_SECRET=S swift lingtu.swift mug.jpg mug.png
import CryptoKit
import Foundation

struct Job: Decodable {
    let status: String
    let message: String?
    let urls: [URL]
    let progress: Double
}

struct Upload: Decodable { let url: String }

struct Refusal: Decodable, Error, CustomStringConvertible {
    let code: Int
    let message: String
    var description: String { "\(code): \(message)" }
}

struct JobFailure: Error, CustomStringConvertible { let description: String }

/// path: as it is sent, without the query.
func sign(appId: String, secret: String, path: String, salt: String, timestamp: String) -> String {
    let text = appId + path + salt + timestamp + secret
    return SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
}

struct Lingtu {
    /// Its path, if it has one, is not signed; no slash at its end.
    let url: String
    let appId: String
    let secret: String

    /// A signed POST. No salt may be used twice: to try again is to sign again.
    func post<Answer: Decodable>(_ path: String, _ body: Data) async throws -> Answer {
        let salt = UUID().uuidString
        let timestamp = String(Int(Date().timeIntervalSince1970))
        var request = URLRequest(url: URL(string: url + path)!)
        request.httpMethod = "POST"
        request.httpBody = body
        request.setValue(appId, forHTTPHeaderField: "appId")
        request.setValue(salt, forHTTPHeaderField: "salt")
        request.setValue(timestamp, forHTTPHeaderField: "timestamp")
        let signed = sign(appId: appId, secret: secret, path: path, salt: salt, timestamp: timestamp)
        request.setValue(signed, forHTTPHeaderField: "sign")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw try JSONDecoder().decode(Refusal.self, from: data)
        }
        return try JSONDecoder().decode(Answer.self, from: data)
    }

    /// Starts a job. The same requestId gives the same job, charged once: send it again after a network error.
    func submit(_ path: String, _ fields: [String: Any], requestId: String = UUID().uuidString) async throws -> String {
        let body = fields.merging(["requestId": requestId]) { given, _ in given }
        return try await post(path, JSONSerialization.data(withJSONObject: body))
    }

    /// The job at its successful end.
    func wait(_ jobId: String) async throws -> Job {
        while true {
            let job: Job = try await post("/aigc/job/result", JSONEncoder().encode(["jobId": jobId]))
            switch job.status {
            case "succeed": return job
            case "waiting", "executing": try await Task.sleep(nanoseconds: 1_000_000_000)
            default: throw JobFailure(description: job.message ?? job.status)
            }
        }
    }
}

let environment = ProcessInfo.processInfo.environment
let lingtu = Lingtu(
    url: environment["LINGTU_URL"]!, appId: environment["LINGTU_APP_KEY"]!, secret: environment["LINGTU_APP_SECRET"]!)
let picture = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
let upload: Upload = try await lingtu.post("/aigc/upload", picture)
let job = try await lingtu.wait(lingtu.submit("/aigc/matting", ["image": upload.url]))
let (result, _) = try await URLSession.shared.data(from: job.urls[0])
try result.write(to: URL(fileURLWithPath: CommandLine.arguments[2]))
print(CommandLine.arguments[2])
