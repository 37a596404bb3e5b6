// Signed calls of the lingtu API without packages; .NET (file in a console project), or Mono:
// mcs -r:System.Net.Http -r:System.Runtime.Serialization Lingtu.cs && mono Lingtu.exe mug.jpg mug.png
using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;

[DataContract]
public class Job
{
    [DataMember(Name = "status")] public string Status;
    [DataMember(Name = "message")] public string Message;
    [DataMember(Name = "urls")] public string[] Urls;
    [DataMember(Name = "progress")] public double Progress;
}

[DataContract]
public class Upload
{
    [DataMember(Name = "url")] public string Url;
}

[DataContract]
public class Refusal
{
    [DataMember(Name = "code")] public int Code;
    [DataMember(Name = "message")] public string Message;
}

public class LingtuException : Exception
{
    public readonly int Code;

    public LingtuException(int code, string message) : base(message) { Code = code; }
}

public class Lingtu
{
    private readonly HttpClient http = new HttpClient();
    private readonly string url, appId, secret;

    public Lingtu(string url, string appId, string secret)
    {
        this.url = url.TrimEnd('/');
        this.appId = appId;
        this.secret = secret;
    }

    /// <summary>By the vendor's scheme; path is as it is sent, without the query.</summary>
    public static string Sign(string appId, string secret, string path, string salt, string timestamp)
    {
        using (var sha256 = SHA256.Create())
        {
            var sum = sha256.ComputeHash(Encoding.UTF8.GetBytes(appId + path + salt + timestamp + secret));
            return BitConverter.ToString(sum).Replace("-", "").ToLowerInvariant();
        }
    }

    /// <summary>A signed POST. No salt may be used twice: to try again is to sign again.</summary>
    public async Task<T> Post<T>(string path, byte[] body)
    {
        var salt = Guid.NewGuid().ToString("N");
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, url + path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("appId", appId);
        request.Headers.Add("salt", salt);
        request.Headers.Add("timestamp", timestamp);
        request.Headers.Add("sign", Sign(appId, secret, path, salt, timestamp));
        var response = await http.SendAsync(request);
        var answer = await response.Content.ReadAsStreamAsync();
        if (response.IsSuccessStatusCode) return Read<T>(answer);
        var refusal = Read<Refusal>(answer);
        throw new LingtuException(refusal.Code, refusal.Message);
    }

    public Task<T> Post<T>(string path, string json)
    {
        return Post<T>(path, Encoding.UTF8.GetBytes(json));
    }

    /// <summary>The job at its successful end.</summary>
    public async Task<Job> Wait(string jobId)
    {
        while (true)
        {
            var job = await Post<Job>("/aigc/job/result", "{\"jobId\":\"" + jobId + "\"}");
            if (job.Status == "succeed") return job;
            if (job.Status != "waiting" && job.Status != "executing") throw new Exception(job.Message ?? job.Status);
            await Task.Delay(1000);
        }
    }

    public Task<byte[]> Download(string link)
    {
        return http.GetByteArrayAsync(link);
    }

    private static T Read<T>(Stream json)
    {
        return (T)new DataContractJsonSerializer(typeof(T)).ReadObject(json);
    }
}

public static class Program
{
    private static async Task Run(string picture, string output)
    {
        Func<string, string> of = Environment.GetEnvironmentVariable;
        var lingtu = new Lingtu(of("LINGTU_URL"), of("LINGTU_APP_KEY"), of("LINGTU_APP_SECRET"));
        var upload = await lingtu.Post<Upload>("/aigc/upload", File.ReadAllBytes(picture));
        // Sent again with the same requestId after a network error, this gives the same job, charged once.
        var body = "{\"requestId\":\"" + Guid.NewGuid() + "\",\"image\":\"" + upload.Url + "\"}";
        var job = await lingtu.Wait(await lingtu.Post<string>("/aigc/matting", body));
        File.WriteAllBytes(output, await lingtu.Download(job.Urls[0]));
        Console.WriteLine(output);
    }

    public static int Main(string[] arguments)
    {
        try
        {
            Run(arguments[0], arguments[1]).GetAwaiter().GetResult();
            return 0;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }
}
