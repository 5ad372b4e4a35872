// SPDX-License-Identifier: Apache-2.0
// Checks a sample of our log with the Go checksum database's code, then that every flip is refused.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type sample struct {
	VKey        string   `json:"vkey"`
	Checkpoint  string   `json:"checkpoint"`
	Record      []byte   `json:"record"`
	Index       int64    `json:"index"`
	Inclusion   [][]byte `json:"inclusion"`
	OlderSize   int64    `json:"older_size"`
	OlderRoot   []byte   `json:"older_root"`
	Consistency [][]byte `json:"consistency"`
}

func hash(b []byte) (h tlog.Hash) {
	must(copy(h[:], b) == len(b) && len(b) == tlog.HashSize, "a hash has 32 bytes")
	return h
}

func hashes(list [][]byte) (out []tlog.Hash) {
	for _, b := range list {
		out = append(out, hash(b))
	}
	return out
}

func check(s sample) error {
	verifier, err := note.NewVerifier(s.VKey)
	if err != nil {
		return fmt.Errorf("vkey: %v", err)
	}
	opened, err := note.Open([]byte(s.Checkpoint), note.VerifierList(verifier))
	if err != nil {
		return fmt.Errorf("note: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return fmt.Errorf("checkpoint: not three lines, or of another origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return fmt.Errorf("checkpoint: bad size")
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return fmt.Errorf("checkpoint: bad root")
	}
	leaf := tlog.RecordHash(s.Record)
	if err := tlog.CheckRecord(hashes(s.Inclusion), size, hash(root), s.Index, leaf); err != nil {
		return fmt.Errorf("inclusion: %v", err)
	}
	err = tlog.CheckTree(hashes(s.Consistency), size, hash(root), s.OlderSize, hash(s.OlderRoot))
	if err != nil {
		return fmt.Errorf("consistency: %v", err)
	}
	return nil
}

func must(ok bool, why string, rest ...interface{}) {
	if !ok {
		fmt.Fprintln(os.Stderr, append([]interface{}{"FAILED:", why}, rest...)...)
		os.Exit(1)
	}
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	must(err == nil, "cannot read the sample", err)
	var s sample
	must(json.Unmarshal(text, &s) == nil, "the sample is not the JSON that was agreed")
	must(len(s.Inclusion) > 0 && len(s.Consistency) > 0, "the sample has an empty proof")
	err = check(s)
	must(err == nil, "the untouched sample was refused:", err)
	// All but the last letter of the base64, whose low bits this old decoder does not look at.
	for at := 0; at < len(s.Checkpoint)-3; at++ {
		flipped, letters := s, []byte(s.Checkpoint)
		letters[at] ^= 1
		flipped.Checkpoint = string(letters)
		must(check(flipped) != nil, "a note was accepted with a flip at", at)
	}
	for _, b := range append(append([][]byte{s.Record, s.OlderRoot}, s.Inclusion...), s.Consistency...) {
		b[0] ^= 1
		must(check(s) != nil, "a record, root or proof was accepted with its first byte flipped")
		b[0] ^= 1
	}
	fmt.Println("ok")
}
