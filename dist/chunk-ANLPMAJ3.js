import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  TRANSPORT_FORMS
} from "./chunk-UWS2MVFE.js";

// src/command/commands.ts
var IMAGES = "An IMAGE is NAME=PATH or a PATH alone: a Dockerfile, or a directory with one (ends in /). bake:FILE[#TARGET] stands for the targets of a bake or compose file. Without an IMAGE, the images of the config file are checked, else those of docker-bake.hcl, else ./Dockerfile.";
var SOURCES = `A SOURCE is a Dockerfile or a directory with one, or an image that exists already (docker:// is in a registry): ${TRANSPORT_FORMS.join(", ")}.`;
var FILES = "BASE and HEAD can also be a .json file that `measure --json` wrote.";
var COMMANDS = {
  check: {
    operands: "[IMAGE\u2026]",
    summary: "measure what the working tree builds, and compare it with its base commit",
    description: [IMAGES],
    examples: [
      ["check", "the images of the config file, against the commit they are built on"],
      ['check api=Dockerfile --fail-if "download > +1 MB"', "one image, with a limit on its growth"],
      ["check --baseline v1.2.0 --html report.html", "against a tag, with the full report as a page"],
      ["check --json --markdown note.md --junit size.xml", "for another CI: JSON, a note and test results"],
      ["check --repeat 3 --no-cache", "how much the size differs between builds of one commit"]
    ]
  },
  measure: {
    operands: "SOURCE\u2026",
    summary: "measure images",
    description: [SOURCES],
    examples: [
      ["measure docker://debian:bookworm-slim", "an image in a registry, without Docker"],
      ["measure oci-archive:app.tar --json > base.json", "an archive, into a measurement file"],
      ['measure docker-daemon:app:latest --fail-if "unpacked > 400 MB"', "an image of the daemon, with a limit"]
    ]
  },
  compare: {
    operands: "BASE HEAD",
    summary: "measure two images and compare them",
    description: [SOURCES, FILES],
    examples: [
      ["compare docker://debian:12-slim docker://debian:13-slim", "two images of a registry"],
      ['compare base.json docker-daemon:app:latest --fail-if "download > +1 MB"', "with a measurement file"]
    ]
  },
  report: {
    operands: "FILE\u2026",
    summary: "show reports from JSON files; several files are merged into one report",
    description: [],
    examples: [
      ["report report.json --format markdown", "the comment of a report"],
      ["report amd64.json arm64.json --expect amd64 --expect arm64", "the parts of a matrix as one report"]
    ]
  },
  history: {
    operands: "[IMAGE\u2026]",
    summary: "find the commits at which images changed in size, by building as few as it must",
    description: [
      IMAGES,
      "history docker://HOST/REPOSITORY shows the sizes of a repository's tags, by their manifests alone."
    ],
    examples: [
      ["history --since v1.0", "the images of the config file, from a tag to the default branch"],
      ["history --since 2026-01-31 --html history.html", "from a day, with the trend as a page"],
      ['history docker://docker.io/library/nginx --tags "1.*" --explain 3', "tags of a registry, without a checkout"]
    ]
  },
  blame: {
    operands: "IMAGE PATH",
    summary: "find the commit that brought a file, directory or package into an image",
    description: ["A PATH has a slash; any other text is a package."],
    examples: [
      ["blame api numpy", "the commit that brought a package"],
      ["blame api /usr/lib/libfoo.so --since 200", "the commit that brought a file, among the last 200"]
    ]
  },
  init: {
    operands: "[DIR]",
    summary: "find what builds images, and write a configuration and a workflow for it",
    description: [],
    examples: [
      ["init", "writes .github/image-size.yml and a workflow"],
      ["init services --print", "shows what it would write for one directory"]
    ]
  },
  doctor: {
    operands: "",
    summary: "say what works here and what does not, with the cure: engine, builder, git, records, token",
    description: ["Nothing is built or changed. The exit status is 0, or 2 where a check cannot work."],
    examples: [["doctor", "looks at Docker, buildx, the image store, the builder, git and GitHub"]]
  },
  completion: {
    operands: "SHELL",
    summary: "print the completion for bash, zsh or fish",
    description: [],
    examples: [
      ["completion bash > ~/.local/share/bash-completion/completions/image-size-gate", "for bash"],
      ["completion zsh > ~/.zfunc/_image-size-gate", "for zsh, where ~/.zfunc is in fpath"],
      ["completion fish > ~/.config/fish/completions/image-size-gate.fish", "for fish"]
    ]
  },
  help: {
    operands: "[COMMAND]",
    summary: "show this help, or that of one command",
    description: [],
    examples: [["help check", "the options and examples of check"]]
  },
  version: { operands: "", summary: "show the version", description: [], examples: [] }
};
var CONCEPTS = [IMAGES, SOURCES, FILES];

export {
  COMMANDS,
  CONCEPTS
};
