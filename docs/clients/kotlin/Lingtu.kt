// Signed calls of the lingtu API without libraries; Kotlin on a JVM from 11 on. On Android take OkHttp in place of HttpClient.
// kotlinc Lingtu.kt -include-runtime -d lingtu.jar && java -jar lingtu.jar mug.jpg mug.png
import java.io.IOException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.Paths
import java.security.MessageDigest
import java.util.UUID

/** path: as it is sent, without the query. */
fun sign(appId: String, secret: String, path: String, salt: String, timestamp: String): String =
    MessageDigest.getInstance("SHA-256")
        .digest((appId + path + salt + timestamp + secret).toByteArray())
        .joinToString("") { "%02x".format(it) }

/** A text field of a flat JSON object. The JVM has no JSON parser: take the one that your project has. */
fun text(json: String, name: String): String =
    Regex("\"$name\":\\s*\"([^\"\\\\]*)\"").find(json)?.groupValues?.get(1) ?: throw IOException("no $name in $json")

class Lingtu(url: String, private val appId: String, private val secret: String) {
    private val http = HttpClient.newHttpClient()
    private val base = url.trimEnd('/')

    /** A signed POST: the JSON that is answered. No salt may be used twice: to try again is to sign again. */
    fun post(path: String, body: ByteArray): String {
        val salt = UUID.randomUUID().toString()
        val timestamp = (System.currentTimeMillis() / 1000).toString()
        val request = HttpRequest.newBuilder(URI.create(base + path))
            .header("appId", appId)
            .header("salt", salt)
            .header("timestamp", timestamp)
            .header("sign", sign(appId, secret, path, salt, timestamp))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build()
        val answer = http.send(request, BodyHandlers.ofString())
        if (answer.statusCode() != 200) throw IOException("${answer.statusCode()} ${answer.body()}")
        return answer.body()
    }

    /** The first result's link of a job at its successful end. */
    fun wait(jobId: String): String {
        while (true) {
            val job = post("/aigc/job/result", """{"jobId":"$jobId"}""".toByteArray())
            when (text(job, "status")) {
                "succeed" -> return text(job, "url").split(",")[0]
                "waiting", "executing" -> Thread.sleep(1000)
                else -> throw IOException(job)
            }
        }
    }

    fun download(link: String, file: Path) {
        http.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofFile(file))
    }
}

fun main(arguments: Array<String>) {
    val environment = System.getenv()
    val lingtu = Lingtu(
        environment.getValue("LINGTU_URL"),
        environment.getValue("LINGTU_APP_KEY"),
        environment.getValue("LINGTU_APP_SECRET")
    )
    val link = text(lingtu.post("/aigc/upload", Files.readAllBytes(Paths.get(arguments[0]))), "url")
    // Sent again with the same requestId after a network error, this gives the same job, charged once.
    val body = """{"requestId":"${UUID.randomUUID()}","image":"$link"}"""
    val jobId = lingtu.post("/aigc/matting", body.toByteArray()).replace("\"", "")
    lingtu.download(lingtu.wait(jobId), Paths.get(arguments[1]))
    println(arguments[1])
}
