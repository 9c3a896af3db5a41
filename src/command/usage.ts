import { TRANSPORT_FORMS } from '../model/transport.ts';

/** What `--help` prints; at most 120 columns wide. */
export const USAGE = `Image Size Gate: measures container images to the byte and gates their growth

  image-size-gate check [IMAGE…]        measure what the working tree builds, and compare it with its base commit
  image-size-gate measure SOURCE…       measure images
  image-size-gate compare BASE HEAD     measure two images and compare them
  image-size-gate report FILE…          show reports from JSON files; several files are merged into one report
  image-size-gate history [IMAGE…]      find the commits at which images changed in size, by building as few as it must
  image-size-gate history docker://HOST/REPOSITORY
                                        show the sizes of a repository's tags, by their manifests alone
  image-size-gate blame IMAGE PATH      find the commit that brought a file, directory or package into an image
  image-size-gate init [DIR]            find what builds images, and write a configuration and a workflow for it

An IMAGE is NAME=PATH or a PATH alone: a Dockerfile, or a directory with one (ends in /). bake:FILE[#TARGET] stands for
the targets of a bake or compose file. Without an IMAGE, the images of the config file are checked, else those of
docker-bake.hcl, else ./Dockerfile.
A SOURCE is a Dockerfile or a directory as above, or an image that exists already (docker:// is in a registry):
${TRANSPORT_FORMS.join(', ')}.
BASE and HEAD can also be a .json file that \`measure --json\` wrote. A PATH has a slash; any other text is a package.

  --config FILE             config file, or none; without it .github/image-size.yml at the repository's root, if it
                            exists. Each IMAGE is then the name of one of its images
  --fail-if CONDITION       fail on this condition, instead of the default ones; repeatable. A name in front limits it
                            to one image: "unpacked > +2% and > +1 MB", "api: layers > 20"
  --warn-if CONDITION       warn on this condition; repeatable
  --baseline BASELINE       check: a git ref, a source, a .json measurement file, previous-release, or none
  --data-branch NAME        check: use the records on this branch of origin (image-size) instead of building the base
  --rebuilt-records         check: also use the records that \`history --record\` made of old commits
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
  --format FORMAT           report: terminal (the default), markdown, html, json or svg (a trend, else a badge);
                            history: also csv
  --expect PART             report: a part that must be among the files; repeatable
  --image NAME              --format svg: the image to draw; without it, the first that has a trend
  --since START             history, blame: a ref, a day (2026-01-31) or a number of commits (200)
  --until REF               history, blame: the newest commit; without it, the tip of the default branch
  --noise SIZE              history: smaller changes are no steps; without it, a thousandth of the newest size
  --every N                 history: between commits of one size, weigh at least every Nth that may have changed it (20)
  --all                     history: weigh every commit that may have changed the image
  --metric METRIC           history: unpacked (the default) or download
  --state DIR               history, blame: folder for what was weighed or read; without it, in the user's cache
  --within-minutes N        history, blame: begin no build after this time; the same command goes on from there
  --snapshot                history, blame: build each commit with its time as SOURCE_DATE_EPOCH
  --dated-arg NAME=VALUE    history, blame: build argument with {date}, {day} or {epoch} of the commit; repeatable
  --record                  history: write the sizes to the data branch, marked as rebuilt
  --tags PATTERN            history docker://: tags to read, * for any characters
  --last N                  history docker://: the newest N of them (20)
  --order ORDER             history docker://: version or created; without it, version where most tags are versions
  --explain N               history docker://: read the layers that differ at the N largest jumps (0)
  --print                   init: print the files instead of writing them
  --action REF              init: the action in the workflow, by tag or commit: "OWNER/REPOSITORY@COMMIT # v1"
  --preview                 check: print the comment that the action would post, as Markdown
  --json                    print JSON on standard output, and nothing else there
  --verbose                 show the builders' own output
  --help, --version

Exit status: 0 pass or warn, 1 a condition fails, 2 something could not be measured, or wrong usage.
`;
