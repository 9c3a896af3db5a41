import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// src/model/transport.ts
var TRANSPORTS = {
  oci: { form: "oci:DIR", place: "directory", words: "read from an OCI layout by descriptors", download: "exact" },
  "oci-archive": {
    form: "oci-archive:FILE",
    place: "archive",
    words: "read from an OCI archive by descriptors",
    download: "exact"
  },
  "docker-archive": {
    form: "docker-archive:FILE",
    place: "archive",
    words: "read from a docker archive",
    download: "exact where its layers are compressed, else estimated as Go 1.27 or newer would gzip them, marked \u2248"
  },
  /** Read by `daemon-push`, or by `daemon-save` where the daemon cannot push to this process. */
  "docker-daemon": { form: "docker-daemon:REF", place: "daemon" },
  docker: { form: "docker://REF", place: "registry", words: "read from a registry by descriptors", download: "exact" },
  dir: { form: "dir:DIR", place: "directory", words: "read from skopeo's directory by descriptors", download: "exact" },
  "containers-storage": {
    form: "containers-storage:REF",
    place: "store",
    words: "read from podman's store",
    download: "exact for layers that were pulled compressed, else estimated with gzip, marked \u2248"
  }
};
var TRANSPORT_NAMES = Object.keys(TRANSPORTS);
var TRANSPORT_FORMS = TRANSPORT_NAMES.map((name) => TRANSPORTS[name].form);
function transportPrefix(name) {
  return TRANSPORTS[name].form.replace(/[A-Z]+$/, "");
}
var DAEMON_METHODS = {
  "buildx-oci": { words: "read from buildx's OCI export by descriptors", download: "exact" },
  "daemon-push": {
    words: "pushed by the daemon to a registry inside this process, read by descriptors",
    download: "exact"
  },
  "daemon-save": {
    words: "saved by the daemon",
    download: "exact where its layers are compressed (containerd store), else estimated as the daemon's Go would gzip them, marked \u2248"
  }
};
var { "docker-daemon": _, ...readTransports } = TRANSPORTS;
var METHODS = { ...DAEMON_METHODS, ...readTransports };
var METHOD_NAMES = Object.keys(METHODS);

export {
  TRANSPORTS,
  TRANSPORT_NAMES,
  TRANSPORT_FORMS,
  transportPrefix,
  METHODS,
  METHOD_NAMES
};
