package app

import (
	"fmt"
	"io"
	"os"

	"zhunsheng/app/exchange/published"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/strictjson"
	"zhunsheng/storage/atomicfile"
)

// FileError says that a file of one kind cannot be used as such. Err says why.
type FileError struct {
	Path string
	Err  error
}

// Error names the file and the cause.
func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// ReadEvaluationFile reads an evaluation file. A folder, a device, a file that is too large or not an evaluation is an error that
// names the file; faults of the text are joined [*scoring.InputError] values.
func ReadEvaluationFile(path string) (*scoring.Evaluation, error) {
	data, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	e, err := scoring.ReadEvaluation(data)
	if err != nil {
		return nil, &FileError{Path: path, Err: err}
	}
	return e, nil
}

// readDocument reads a file of at most the size of an evaluation or scheme.
func readDocument(path string) ([]byte, error) {
	return ReadFile(path, int64(strictjson.DefaultLimits.Bytes))
}

// Source is an evaluation as it came from a file.
type Source struct {
	Evaluation *scoring.Evaluation
	// Published is the table that the evaluation was converted from, nil for an evaluation file.
	Published *published.Conversion
}

// OpenEvaluation reads an evaluation file, or a published table in its JSON form, which is converted. reason is the sentence that
// stands as the reason of scores taken over from such a table. Errors are those of [ReadEvaluationFile].
func OpenEvaluation(path string, schemes *Schemes, reason string) (*Source, error) {
	data, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	if !published.Is(data) {
		e, err := scoring.ReadEvaluation(data)
		if err != nil {
			return nil, &FileError{Path: path, Err: err}
		}
		return &Source{Evaluation: e}, nil
	}
	table, err := published.Read(data)
	if err != nil {
		return nil, &FileError{Path: path, Err: err}
	}
	conversion, err := table.Evaluation(published.Options{Schemes: schemes.All(), Reason: reason})
	if err != nil {
		return nil, &FileError{Path: path, Err: err}
	}
	return &Source{Evaluation: conversion.Evaluation, Published: conversion}, nil
}

// Assess assesses the evaluation under a scheme. A published table is compared with the rules where the scheme is the one it was
// converted under.
func (s *Source) Assess(scheme *scoring.Scheme) *Assessment {
	return s.AssessWith(scheme, review.Context{})
}

// AssessWith is Assess with what some checks know beside the evaluation, see the function [AssessWith].
func (s *Source) AssessWith(scheme *scoring.Scheme, known review.Context) *Assessment {
	a := AssessWith(scheme, s.Evaluation, known)
	if s.Published != nil && scheme.ID == s.Published.Scheme.ID {
		a.Published = published.Compare(s.Published, a.Card, a.Findings)
	}
	return a
}

// ReadFile reads a whole regular file of at most so many bytes. The error of a longer one is a [*TooLargeError].
func ReadFile(path string, most int64) ([]byte, error) {
	file, err := atomicfile.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, &TooLargeError{Path: path, Bytes: sizeOf(file, most+1), Most: most}
	}
	return data, nil
}

// sizeOf is the size of a file, or what is known to be in it where the system does not say.
func sizeOf(file *os.File, least int64) int64 {
	info, err := file.Stat()
	if err != nil {
		return least
	}
	return max(info.Size(), least)
}

// TooLargeError says that a file is larger than any file of its kind.
type TooLargeError struct {
	Path        string
	Bytes, Most int64
}

// Error names the file, its size and the bound.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%s: %d bytes, at most %d", e.Path, e.Bytes, e.Most)
}

// Message names the sentence for the user.
func (e *TooLargeError) Message() scoring.Message {
	return scoring.Message{Key: "error.too-large", Args: scoring.Args{
		"path": e.Path, "bytes": fmt.Sprint(e.Bytes), "most": fmt.Sprint(e.Most),
	}}
}
