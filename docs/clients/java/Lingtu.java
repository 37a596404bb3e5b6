// Signed calls of the lingtu API without libraries; Java 17 or newer.
// LINGTU_URL=http://127.0.0.1:8000 LINGTU_APP_KEY=A LINGTU_APP_SECRET=S java Lingtu.java mug.jpg mug.png
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

public class Lingtu {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String appId;
    private final String secret;

    public Lingtu(String url, String appId, String secret) {
        this.url = url.replaceAll("/$", "");
        this.appId = appId;
        this.secret = secret;
    }

    /** path: as it is sent, without the query. */
    static String sign(String appId, String secret, String path, String salt, String timestamp) throws Exception {
        byte[] text = (appId + path + salt + timestamp + secret).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }

    /** A signed POST: the JSON that is answered. No salt may be used twice: to try again is to sign again. */
    String post(String path, byte[] body) throws Exception {
        String salt = UUID.randomUUID().toString();
        String timestamp = String.valueOf(System.currentTimeMillis() / 1000);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
            .header("appId", appId)
            .header("salt", salt)
            .header("timestamp", timestamp)
            .header("sign", sign(appId, secret, path, salt, timestamp))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException(answer.statusCode() + " " + answer.body());
        return answer.body();
    }

    String post(String path, String json) throws Exception {
        return post(path, json.getBytes(StandardCharsets.UTF_8));
    }

    /** The first result's link of a job at its successful end. */
    String waitFor(String jobId) throws Exception {
        while (true) {
            String job = post("/aigc/job/result", "{\"jobId\":\"" + jobId + "\"}");
            switch (text(job, "status")) {
                case "succeed": return text(job, "url").split(",")[0];
                case "waiting", "executing": Thread.sleep(1000); break;
                default: throw new IOException(job);
            }
        }
    }

    /** A text field of a flat JSON object. The JDK has no JSON parser: take the one that your project has. */
    static String text(String json, String name) {
        var found = Pattern.compile("\"" + name + "\":\\s*\"([^\"\\\\]*)\"").matcher(json);
        if (!found.find()) throw new IllegalArgumentException("no " + name + " in " + json);
        return found.group(1);
    }

    public static void main(String[] arguments) throws Exception {
        var environment = System.getenv();
        var lingtu = new Lingtu(
            environment.get("LINGTU_URL"), environment.get("LINGTU_APP_KEY"), environment.get("LINGTU_APP_SECRET"));
        String link = text(lingtu.post("/aigc/upload", Files.readAllBytes(Path.of(arguments[0]))), "url");
        // Sent again with the same requestId after a network error, this gives the same job, charged once.
        String body = "{\"requestId\":\"" + UUID.randomUUID() + "\",\"image\":\"" + link + "\"}";
        String jobId = lingtu.post("/aigc/matting", body).replace("\"", "");
        var download = HttpRequest.newBuilder(URI.create(lingtu.waitFor(jobId))).build();
        lingtu.http.send(download, BodyHandlers.ofFile(Path.of(arguments[1])));
        System.out.println(arguments[1]);
    }
}
