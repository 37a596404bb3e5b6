<?php
// Signed calls of the lingtu API without extensions; PHP 8.
// LINGTU_URL=http://127.0.0.1:8000 LINGTU_APP_KEY=A LINGTU_APP_SECRET=S php lingtu.php mug.jpg mug.png
declare(strict_types=1);

/** $path: as it is sent, without the query. */
function lingtu_sign(string $appId, string $secret, string $path, string $salt, string $timestamp): string
{
    return hash('sha256', $appId . $path . $salt . $timestamp . $secret);
}

final class Lingtu
{
    public function __construct(private string $url, private string $appId, private string $secret)
    {
        $this->url = rtrim($url, '/');
    }

    /** A signed POST: the JSON value that is answered. No salt may be used twice: to try again is to sign again. */
    public function post(string $path, array|string $body): mixed
    {
        [$salt, $timestamp] = [bin2hex(random_bytes(16)), (string) time()];
        $sign = lingtu_sign($this->appId, $this->secret, $path, $salt, $timestamp);
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => [
                "appId: {$this->appId}", "salt: $salt", "timestamp: $timestamp", "sign: $sign",
                'Content-Type: application/json',
            ],
            'content' => is_string($body) ? $body : json_encode($body, JSON_THROW_ON_ERROR),
            'ignore_errors' => true,
            'timeout' => 30,
        ]]);
        $answer = file_get_contents($this->url . $path, false, $context);
        if ($answer === false) {
            throw new RuntimeException("{$this->url} did not answer");
        }
        $value = json_decode($answer, true, flags: JSON_THROW_ON_ERROR);
        if (!preg_match('~^HTTP/\S+ 2~', $http_response_header[0])) {
            throw new RuntimeException($value['message'], $value['code']);
        }
        return $value;
    }

    /** The job at its successful end. */
    public function wait(string $jobId): array
    {
        while (true) {
            $job = $this->post('/aigc/job/result', ['jobId' => $jobId]);
            if ($job['status'] === 'succeed') {
                return $job;
            }
            if (!in_array($job['status'], ['waiting', 'executing'], true)) {
                throw new RuntimeException($job['message'] ?? $job['status'], $job['code'] ?? 0);
            }
            sleep(1);
        }
    }
}

if (realpath($argv[0]) === __FILE__) {
    $lingtu = new Lingtu(getenv('LINGTU_URL'), getenv('LINGTU_APP_KEY'), getenv('LINGTU_APP_SECRET'));
    $link = $lingtu->post('/aigc/upload', file_get_contents($argv[1]))['url'];
    // Sent again with the same requestId after a network error, this gives the same job, charged once.
    $jobId = $lingtu->post('/aigc/matting', ['requestId' => bin2hex(random_bytes(16)), 'image' => $link]);
    $job = $lingtu->wait($jobId);
    file_put_contents($argv[2], file_get_contents($job['urls'][0]));
    echo $argv[2], "\n";
}
