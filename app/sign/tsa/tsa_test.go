package tsa

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"zhunsheng/app/sign"
)

var _ sign.Timestamper = (*Client)(nil)

func TestTimestamp(t *testing.T) {
	const reply = "application/timestamp-reply"
	tests := []struct {
		name   string
		status int
		kind   string
		body   []byte
		want   error
	}{
		{"answer", http.StatusOK, reply, []byte("answer"), nil},
		{"refused", http.StatusForbidden, reply, nil, ErrAnswer},
		{"web page", http.StatusOK, "text/html", []byte("<html>"), ErrAnswer},
		{"flood", http.StatusOK, reply, make([]byte, maxAnswer+1), ErrAnswer},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil || string(body) != "query" || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/timestamp-query" {
					t.Errorf("request %s %q %v", r.Method, body, err)
				}
				w.Header().Set("Content-Type", test.kind)
				w.WriteHeader(test.status)
				_, _ = w.Write(test.body)
			}))
			defer server.Close()
			client, err := New(t.Context(), server.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := client.Timestamp([]byte("query"))
			if !errors.Is(err, test.want) || test.want == nil && !bytes.Equal(got, test.body) {
				t.Errorf("%q, error %v", got, err)
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	client, err := New(t.Context(), server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Timestamp(nil); err == nil {
		t.Error("an answer from nobody")
	}
}

func TestAddresses(t *testing.T) {
	for _, bad := range []string{"", "tsa.example", "ftp://tsa.example", "file:///etc/passwd", "http://", "https://a b"} {
		if _, err := New(t.Context(), bad, nil); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
