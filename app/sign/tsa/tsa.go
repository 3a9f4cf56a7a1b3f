// Package tsa talks to a timestamp authority over HTTP, as RFC 3161 §3.4 describes.
//
// A [Client] is a [zhunsheng/app/sign.Timestamper]: it is asked only where the user configured an authority's address. What goes
// over the wire is a hash of the signature and a random number: neither the document nor the signer's name. What comes back is
// judged by package sign, so a plain http address does no harm but for showing that somebody signs.
package tsa

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const (
	maxAnswer = 64 << 10
	timeout   = 20 * time.Second
)

var (
	// ErrAddress means an address that is no http or https URL with a host.
	ErrAddress = errors.New("not the address of a timestamp authority")
	// ErrAnswer means that the authority answered with something else than a timestamp response.
	ErrAnswer = errors.New("the timestamp authority gave no answer that can be used")
	// ErrUnreachable means that the authority could not be asked, or did not answer in time.
	ErrUnreachable = errors.New("the timestamp authority cannot be reached")
)

// Client asks one authority.
type Client struct {
	ctx     context.Context //nolint:containedctx // a client lives as long as one signature
	address string
	http    *http.Client
}

// New returns a client for an address; requests end with ctx or after 20 seconds. A nil transport means the usual one, with the
// proxies of the environment. The error wraps [ErrAddress].
func New(ctx context.Context, address string, transport http.RoundTripper) (*Client, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return nil, fmt.Errorf("%w: %q, allowed http://… and https://…", ErrAddress, address)
	}
	return &Client{ctx: ctx, address: address, http: &http.Client{Transport: transport, Timeout: timeout}}, nil
}

// Timestamp sends a request and returns the answer's bytes, unjudged. Errors wrap [ErrAnswer] or [ErrUnreachable].
func (c *Client) Timestamp(request []byte) ([]byte, error) {
	post, err := http.NewRequestWithContext(c.ctx, http.MethodPost, c.address, bytes.NewReader(request))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	post.Header.Set("Content-Type", "application/timestamp-query")
	post.Header.Set("Accept", "application/timestamp-reply")
	answer, err := c.http.Do(post)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: HTTP status %s", ErrAnswer, answer.Status)
	}
	if kind := answer.Header.Get("Content-Type"); kind != "application/timestamp-reply" {
		return nil, fmt.Errorf("%w: content of type %.60q", ErrAnswer, kind)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	if len(data) > maxAnswer {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrAnswer, maxAnswer)
	}
	return data, nil
}
