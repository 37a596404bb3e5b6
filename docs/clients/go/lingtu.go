// Signed calls of the lingtu API with the standard library alone; Go 1.19 or newer.
// LINGTU_URL=http://127.0.0.1:8000 LINGTU_APP_KEY=A LINGTU_APP_SECRET=S go run lingtu.go mug.jpg mug.png
package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

type Lingtu struct{ URL, AppID, Secret string }

type Job struct {
	Status   string
	Message  *string
	Code     *int
	URLs     []string `json:"urls"`
	Progress float64
}

// Sign by the vendor's scheme; path is as it is sent, without the query.
func Sign(appID, secret, path, salt, timestamp string) string {
	sum := sha256.Sum256([]byte(appID + path + salt + timestamp + secret))
	return hex.EncodeToString(sum[:])
}

func random() string {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		panic(err)
	}
	return hex.EncodeToString(salt)
}

// Post is a signed call. No salt may be used twice: to try again is to sign again.
func (l Lingtu) Post(path string, body []byte, answer any) error {
	request, err := http.NewRequest("POST", strings.TrimSuffix(l.URL, "/")+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	salt, timestamp := random(), strconv.FormatInt(time.Now().Unix(), 10)
	request.Header.Set("appId", l.AppID)
	request.Header.Set("salt", salt)
	request.Header.Set("timestamp", timestamp)
	request.Header.Set("sign", Sign(l.AppID, l.Secret, path, salt, timestamp))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != 200 {
		return fmt.Errorf("%d %s", response.StatusCode, data)
	}
	return json.Unmarshal(data, answer)
}

// Submit starts a job. The same requestId gives the same job, charged once: send it again after a network error.
func (l Lingtu) Submit(path string, fields map[string]any) (jobID string, err error) {
	if _, given := fields["requestId"]; !given {
		fields["requestId"] = random()
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return "", err
	}
	return jobID, l.Post(path, body, &jobID)
}

// Wait returns the job at its successful end.
func (l Lingtu) Wait(jobID string) (job Job, err error) {
	body, _ := json.Marshal(map[string]string{"jobId": jobID})
	for {
		if err = l.Post("/aigc/job/result", body, &job); err != nil {
			return job, err
		}
		switch job.Status {
		case "succeed":
			return job, nil
		case "waiting", "executing":
			time.Sleep(time.Second)
		default:
			if job.Message != nil {
				return job, fmt.Errorf("job %s: %s", jobID, *job.Message)
			}
			return job, fmt.Errorf("job %s: %s", jobID, job.Status)
		}
	}
}

func run(picture, output string) error {
	lingtu := Lingtu{os.Getenv("LINGTU_URL"), os.Getenv("LINGTU_APP_KEY"), os.Getenv("LINGTU_APP_SECRET")}
	data, err := os.ReadFile(picture)
	if err != nil {
		return err
	}
	var upload struct{ URL string }
	if err = lingtu.Post("/aigc/upload", data, &upload); err != nil {
		return err
	}
	jobID, err := lingtu.Submit("/aigc/matting", map[string]any{"image": upload.URL})
	if err != nil {
		return err
	}
	job, err := lingtu.Wait(jobID)
	if err != nil {
		return err
	}
	result, err := http.Get(job.URLs[0])
	if err != nil {
		return err
	}
	defer result.Body.Close()
	if data, err = io.ReadAll(result.Body); err != nil {
		return err
	}
	return os.WriteFile(output, data, 0o644)
}

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(os.Args[2])
}
