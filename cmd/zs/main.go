// Command zs is the command-line twin of the desktop app: it scores, reviews, reports, signs and verifies without a window.
//
//	zs demo                      does the whole job on the embedded example
//	zs score FILE                scores an evaluation and lists the findings
//	zs report FILE -o OUT.pdf    writes the report, signed where an identity is given
//	zs verify FILE               checks the signatures of a report
//
// "zs help" lists every command. Results go to standard output, messages to standard error, in the user's language (--lang zh|en).
// Exit codes: 0 good; 1 the answer is no (an invalid signature, a blocking finding); 2 the command could not do its work.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/locale"
)

// The exit codes.
const (
	exitGood   = 0
	exitNo     = 1
	exitFailed = 2
)

// errNo ends a command whose answer is no; what there is to say has been printed.
var errNo = errors.New("the answer is no")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// tool is what a command works with.
type tool struct {
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
	words   *locale.Printer
	schemes *app.Schemes
	now     func() time.Time
	random  io.Reader
}

// run executes one command line and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	catalogue, err := locale.Open()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
	language, args, refused := takeLanguage(args)
	out := &output{to: stdout}
	t := &tool{
		stdin: stdin, stdout: out, stderr: stderr, words: catalogue.Printer(language), now: time.Now, random: rand.Reader,
	}
	if t.schemes, err = app.OpenSchemes(); err == nil {
		err = refused
	}
	if err == nil {
		err = t.dispatch(ctx, args)
	}
	if out.failed != nil && (err == nil || errors.Is(err, errNo)) {
		err = out.failed // an answer that did not arrive is no answer
	}
	switch {
	case err == nil:
		return exitGood
	case errors.Is(err, errNo):
		return exitNo
	default:
		fmt.Fprintln(stderr, app.Sentence(t.words, err))
		return exitFailed
	}
}

// output remembers the first write that failed: results that nobody received must not end in exit code 0 or 1.
type output struct {
	to     io.Writer
	failed error
}

// Write passes p on.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if err != nil && o.failed == nil {
		o.failed = err
	}
	return n, err
}
