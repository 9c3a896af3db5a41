import { TRANSPORT_FORMS } from '../model/transport.ts';

/** What `--help` prints; at most 120 columns wide. */
export const USAGE = `Image Size Gate: measures container images to the byte and gates their growth

  image-size-gate check [IMAGE…]        measure what the working tree builds, and compare it with its base commit
  image-size-gate measure SOURCE…       measure images
  image-size-gate compare BASE HEAD     measure two images and compare them
  image-size-gate report FILE…          show reports from JSON files; several files are merged into one report
  image-size-gate init [DIR]            find what builds images, and write a configuration and a workflow for it

An IMAGE is NAME=PATH or a PATH alone: a Dockerfile, or a directory with one (ends in /). bake:FILE[#TARGET] stands for
the targets of a bake or compose file. Without an IMAGE, the images of the config file are checked, else those of
docker-bake.hcl, else ./Dockerfile.
A SOURCE is a Dockerfile or a directory as above, or an image that exists already (docker:// is in a registry):
${TRANSPORT_FORMS.join(', ')}.
BASE and HEAD can also be a .json file that \`measure --json\` wrote.

  --config FILE             config file, or none; without it .github/image-size.yml at the repository's root, if it
                            exists. Each IMAGE is then the name of one of its images
  --fail-if CONDITION       fail on this condition, instead of the default ones; repeatable. A name in front limits it
                            to one image: "unpacked > +2% and > +1 MB", "api: layers > 20"
  --warn-if CONDITION       warn on this condition; repeatable
  --baseline BASELINE       check: a git ref, a source, a .json measurement file, previous-release, or none
  --data-branch NAME        check: use the records on this branch of origin (image-size) instead of building the base
  --context DIR             build context of all images, or its URL; without it, the directory of each Dockerfile
  --target STAGE            build stage to measure
  --build-arg KEY=VALUE     build argument; repeatable
  --platform OS/ARCH        platform to build and measure; repeatable or comma-separated
  --label KEY=VALUE         label of the image; repeatable
  --build-context NAME=VAL  named build context; repeatable
  --secret SECRET           id=ID,env=NAME or id=ID,src=PATH; repeatable
  --ssh ID                  SSH agent socket or keys, default or ID=PATH; repeatable
  --network MODE            network of RUN steps: default, none or host
  --cache-from CACHE        cache to read, in the form of buildx; repeatable
  --cache-to CACHE          cache to write, likewise; repeatable
  --builder NAME            buildx builder
  --timeout-minutes N       time limit of each build (60)
  --no-cache                build every step anew
  --repeat N                check: build each image N times (2 to 20) with --no-cache, without a baseline. Shows what
                            differs between the builds, and the tolerance (noise) that this needs
  --variants                check: the images are variants of the first; add a table with the reduction of each
  --document FILE           check: write notes on this run as Markdown: sizes, savings, checks, cost, next steps
  --html FILE               write the report as a page: one HTML file, with the files of both sides
  --format FORMAT           report: terminal (the default), markdown, html, json or svg (a trend, else a badge)
  --expect PART             report: a part that must be among the files; repeatable
  --image NAME              report --format svg: the image to draw; without it, the first that has a trend
  --print                   init: print the files instead of writing them
  --action REF              init: the action in the workflow, by tag or commit: "OWNER/REPOSITORY@COMMIT # v1"
  --preview                 check: print the comment that the action would post, as Markdown
  --json                    print JSON on standard output, and nothing else there
  --verbose                 show the builders' own output
  --help, --version

Exit status: 0 pass or warn, 1 a condition fails, 2 something could not be measured, or wrong usage.
`;
