// Reads texts from standard input and prints what BuildKit reads in them, one JSON value a line.
package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

type heredoc struct {
	Name string `json:"name"`
	Body string `json:"body"`
}

type instruction struct {
	Line     string    `json:"line"`
	Start    int       `json:"start"`
	End      int       `json:"end"`
	Heredocs []heredoc `json:"heredocs"`
}

type stage struct {
	From string `json:"from"`
	Name string `json:"name"`
}

type dockerfile struct {
	Refused      bool          `json:"refused"`
	Instructions []instruction `json:"instructions"`
	Stages       []stage       `json:"stages"`
}

type ignore struct {
	Text  string   `json:"text"`
	Paths []string `json:"paths"`
}

func readDockerfile(text string) (read dockerfile) {
	// A text on which the parser itself fails counts as refused.
	defer func() {
		if recover() != nil {
			read = dockerfile{Refused: true}
		}
	}()
	read = dockerfile{Instructions: []instruction{}}
	result, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		return dockerfile{Refused: true}
	}
	for _, node := range result.AST.Children {
		each := instruction{Line: node.Original, Start: node.StartLine, End: node.EndLine, Heredocs: []heredoc{}}
		for _, document := range node.Heredocs {
			body := document.Content
			if document.Chomp {
				body = parser.ChompHeredocContent(body)
			}
			each.Heredocs = append(each.Heredocs, heredoc{document.Name, body})
		}
		read.Instructions = append(read.Instructions, each)
	}
	stages, _, err := instructions.Parse(result.AST, nil)
	if err != nil {
		return read
	}
	read.Stages = []stage{}
	for _, each := range stages {
		read.Stages = append(read.Stages, stage{each.BaseName, each.Name})
	}
	return read
}

// Whether each path is left out, or nothing where the file is refused, as it is for a single path that cannot be matched.
func readIgnore(each ignore) []bool {
	patterns, err := ignorefile.ReadAll(strings.NewReader(each.Text))
	if err != nil {
		return nil
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		return nil
	}
	excluded := []bool{}
	for _, path := range each.Paths {
		is, _, err := excludes(matcher, path)
		if err != nil {
			return nil
		}
		excluded = append(excluded, is)
	}
	return excluded
}

// BuildKit's client walks from the top down and hands on what matched above (tonistiigi/fsutil, filter.go).
func excludes(matcher *patternmatcher.PatternMatcher, path string) (bool, patternmatcher.MatchInfo, error) {
	above := patternmatcher.MatchInfo{}
	if parent := filepath.Dir(path); parent != "." {
		var err error
		if _, above, err = excludes(matcher, parent); err != nil {
			return false, above, err
		}
	}
	return matcher.MatchesUsingParentResults(path, above)
}

type block struct {
	Type   string   `json:"type"`
	Labels []string `json:"labels"`
	Body   *body    `json:"body"`
}

// The end of each attribute's value, as an offset in bytes.
type body struct {
	Attributes map[string]int `json:"attributes"`
	Blocks     []block        `json:"blocks"`
}

func readHcl(text string) *body {
	file, diagnostics := hclsyntax.ParseConfig([]byte(text), "bake.hcl", hcl.InitialPos)
	if diagnostics.HasErrors() {
		return nil
	}
	return readBody(file.Body.(*hclsyntax.Body))
}

func readBody(read *hclsyntax.Body) *body {
	all := &body{Attributes: map[string]int{}, Blocks: []block{}}
	for name, attribute := range read.Attributes {
		all.Attributes[name] = attribute.SrcRange.End.Byte
	}
	for _, each := range read.Blocks {
		labels := append([]string{}, each.Labels...)
		all.Blocks = append(all.Blocks, block{each.Type, labels, readBody(each.Body)})
	}
	return all
}

func main() {
	var input struct {
		Hcls        []string `json:"hcls"`
		Dockerfiles []string `json:"dockerfiles"`
		Ignores     []ignore `json:"ignores"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		panic(err)
	}
	output := json.NewEncoder(os.Stdout)
	for _, text := range input.Dockerfiles {
		_ = output.Encode(readDockerfile(text))
	}
	for _, each := range input.Ignores {
		_ = output.Encode(readIgnore(each))
	}
	for _, text := range input.Hcls {
		_ = output.Encode(readHcl(text))
	}
}
