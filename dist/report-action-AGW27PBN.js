import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  mergeReports,
  parseClaims,
  parseReport,
  withTrueExtras
} from "./chunk-QV7P6PVG.js";
import {
  compareCommits,
  connect,
  downloadRefusal,
  isServerError,
  mergeBaseOf,
  parseRepository,
  publishReport,
  readBounded,
  readEvent,
  readPayload,
  readRefusal,
  serverUrlOf,
  short,
  statusOf
} from "./chunk-YQDZRHJ5.js";
import {
  withTrends
} from "./chunk-34RBWWRC.js";
import {
  completeImages,
  readConfigFile
} from "./chunk-6HAQ2BAZ.js";
import {
  MAX_CONFIG
} from "./chunk-XCEVELY4.js";
import {
  ARTIFACT,
  ARTIFACT_ENTRY,
  partOfArtifact
} from "./chunk-QW7E74GV.js";
import {
  NOTHING_REPORTED,
  baselineCommit,
  publish
} from "./chunk-LZCMTQOA.js";
import "./chunk-XJFIH2V6.js";
import "./chunk-NAWPDUEO.js";
import {
  failureLines,
  findBase,
  openRecords
} from "./chunk-M6ZP2A4P.js";
import {
  compareImage,
  compareRelated,
  compareRemoved,
  createReport,
  imageOfRecord
} from "./chunk-IGX2ADU3.js";
import {
  actionsLog,
  addressOf,
  temporaryParent
} from "./chunk-DHLA25L2.js";
import {
  compareVariantOutputs,
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  isImageName,
  parseGates,
  splitScope
} from "./chunk-KVAMYFKP.js";
import "./chunk-QX4VVKC4.js";
import "./chunk-UWS2MVFE.js";
import "./chunk-FPYIA4FT.js";
import "./chunk-X7IVBP2V.js";
import {
  cutMiddle,
  visibleLine,
  visibleLines
} from "./chunk-XSAKZETS.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import {
  parseList
} from "./chunk-DHE32DWY.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";
import "./chunk-7JZOHCHM.js";
import "./chunk-4J62BTT6.js";
import {
  __callDispose,
  __commonJS,
  __require,
  __toESM,
  __using
} from "./chunk-UOFCCHBS.js";

// node_modules/pend/index.js
var require_pend = __commonJS({
  "node_modules/pend/index.js"(exports, module) {
    module.exports = Pend;
    function Pend() {
      this.pending = 0;
      this.max = Infinity;
      this.listeners = [];
      this.waiting = [];
      this.error = null;
    }
    Pend.prototype.go = function(fn) {
      if (this.pending < this.max) {
        pendGo(this, fn);
      } else {
        this.waiting.push(fn);
      }
    };
    Pend.prototype.wait = function(cb) {
      if (this.pending === 0) {
        cb(this.error);
      } else {
        this.listeners.push(cb);
      }
    };
    Pend.prototype.hold = function() {
      return pendHold(this);
    };
    function pendHold(self) {
      self.pending += 1;
      var called = false;
      return onCb;
      function onCb(err) {
        if (called) throw new Error("callback called twice");
        called = true;
        self.error = self.error || err;
        self.pending -= 1;
        if (self.waiting.length > 0 && self.pending < self.max) {
          pendGo(self, self.waiting.shift());
        } else if (self.pending === 0) {
          var listeners = self.listeners;
          self.listeners = [];
          listeners.forEach(cbListener);
        }
      }
      function cbListener(listener) {
        listener(self.error);
      }
    }
    function pendGo(self, fn) {
      fn(pendHold(self));
    }
  }
});

// node_modules/yauzl/fd-slicer.js
var require_fd_slicer = __commonJS({
  "node_modules/yauzl/fd-slicer.js"(exports) {
    var fs = __require("fs");
    var util = __require("util");
    var stream = __require("stream");
    var Readable = stream.Readable;
    var PassThrough = stream.PassThrough;
    var Pend = require_pend();
    var EventEmitter = __require("events").EventEmitter;
    exports.BufferSlicer = BufferSlicer;
    exports.FdSlicer = FdSlicer;
    util.inherits(FdSlicer, EventEmitter);
    function FdSlicer(fd) {
      EventEmitter.call(this);
      this.fd = fd;
      this.pend = new Pend();
      this.pend.max = 1;
      this.refCount = 0;
    }
    FdSlicer.prototype.read = function(buffer, offset, length, position, callback) {
      var self = this;
      self.pend.go(function(cb) {
        fs.read(self.fd, buffer, offset, length, position, function(err, bytesRead, buffer2) {
          cb();
          callback(err, bytesRead, buffer2);
        });
      });
    };
    FdSlicer.prototype.createReadStream = function(options2) {
      return new ReadStream(this, options2);
    };
    FdSlicer.prototype.ref = function() {
      this.refCount += 1;
    };
    FdSlicer.prototype.unref = function() {
      var self = this;
      self.refCount -= 1;
      if (self.refCount < 0) throw new Error("invalid unref");
      if (self.refCount > 0) return;
      fs.close(self.fd, onCloseDone);
      function onCloseDone(err) {
        if (err) {
          self.emit("error", err);
        } else {
          self.emit("close");
        }
      }
    };
    util.inherits(ReadStream, Readable);
    function ReadStream(context, options2) {
      options2 = options2 || {};
      Readable.call(this, options2);
      this.context = context;
      this.context.ref();
      this.start = options2.start || 0;
      this.endOffset = options2.end;
      this.pos = this.start;
    }
    ReadStream.prototype._read = function(n) {
      var self = this;
      var toRead = Math.min(self._readableState.highWaterMark, n);
      if (self.endOffset != null) {
        toRead = Math.min(toRead, self.endOffset - self.pos);
      }
      if (toRead <= 0) {
        self.push(null);
        this._cleanup();
        return;
      }
      self.context.pend.go(function(cb) {
        var buffer = Buffer.allocUnsafe(toRead);
        fs.read(self.context.fd, buffer, 0, toRead, self.pos, function(err, bytesRead) {
          if (err) {
            self.destroy(err);
          } else if (bytesRead === 0) {
            self.push(null);
            self._cleanup();
          } else {
            self.pos += bytesRead;
            self.push(buffer.slice(0, bytesRead));
          }
          cb();
        });
      });
    };
    ReadStream.prototype._destroy = function(err, cb) {
      this._cleanup();
      cb(err);
    };
    ReadStream.prototype._cleanup = function() {
      if (this.context != null) {
        this.context.unref();
        this.context = null;
      }
    };
    util.inherits(BufferSlicer, EventEmitter);
    function BufferSlicer(buffer) {
      EventEmitter.call(this);
      this.refCount = 0;
      this.buffer = buffer;
    }
    BufferSlicer.prototype.read = function(buffer, offset, length, position, callback) {
      if (!(0 <= offset && offset <= buffer.length)) throw new RangeError("offset outside buffer: 0 <= " + offset + " <= " + buffer.length);
      if (position < 0) throw new RangeError("position is negative: " + position);
      if (offset + length > buffer.length) {
        length = buffer.length - offset;
      }
      if (position + length > this.buffer.length) {
        length = this.buffer.length - position;
      }
      if (length <= 0) {
        setImmediate(function() {
          callback(null, 0);
        });
        return;
      }
      this.buffer.copy(buffer, offset, position, position + length);
      setImmediate(function() {
        callback(null, length);
      });
    };
    BufferSlicer.prototype.createReadStream = function(options2) {
      options2 = options2 || {};
      var readStream = new PassThrough(options2);
      readStream.start = options2.start || 0;
      readStream.endOffset = options2.end;
      readStream.pos = readStream.endOffset || this.buffer.length;
      var entireSlice = this.buffer.slice(readStream.start, readStream.pos);
      var maxChunkSize = 65536;
      var offset = 0;
      while (true) {
        var nextOffset = offset + maxChunkSize;
        if (nextOffset >= entireSlice.length) {
          if (offset < entireSlice.length) {
            readStream.write(entireSlice.slice(offset, entireSlice.length));
          }
          break;
        }
        readStream.write(entireSlice.slice(offset, nextOffset));
        offset = nextOffset;
      }
      readStream.end();
      return readStream;
    };
    BufferSlicer.prototype.ref = function() {
      this.refCount += 1;
    };
    BufferSlicer.prototype.unref = function() {
      this.refCount -= 1;
      if (this.refCount < 0) {
        throw new Error("invalid unref");
      }
    };
  }
});

// node_modules/yauzl/crc32.js
var require_crc32 = __commonJS({
  "node_modules/yauzl/crc32.js"(exports, module) {
    var CRC_TABLE = new Int32Array([
      0,
      1996959894,
      3993919788,
      2567524794,
      124634137,
      1886057615,
      3915621685,
      2657392035,
      249268274,
      2044508324,
      3772115230,
      2547177864,
      162941995,
      2125561021,
      3887607047,
      2428444049,
      498536548,
      1789927666,
      4089016648,
      2227061214,
      450548861,
      1843258603,
      4107580753,
      2211677639,
      325883990,
      1684777152,
      4251122042,
      2321926636,
      335633487,
      1661365465,
      4195302755,
      2366115317,
      997073096,
      1281953886,
      3579855332,
      2724688242,
      1006888145,
      1258607687,
      3524101629,
      2768942443,
      901097722,
      1119000684,
      3686517206,
      2898065728,
      853044451,
      1172266101,
      3705015759,
      2882616665,
      651767980,
      1373503546,
      3369554304,
      3218104598,
      565507253,
      1454621731,
      3485111705,
      3099436303,
      671266974,
      1594198024,
      3322730930,
      2970347812,
      795835527,
      1483230225,
      3244367275,
      3060149565,
      1994146192,
      31158534,
      2563907772,
      4023717930,
      1907459465,
      112637215,
      2680153253,
      3904427059,
      2013776290,
      251722036,
      2517215374,
      3775830040,
      2137656763,
      141376813,
      2439277719,
      3865271297,
      1802195444,
      476864866,
      2238001368,
      4066508878,
      1812370925,
      453092731,
      2181625025,
      4111451223,
      1706088902,
      314042704,
      2344532202,
      4240017532,
      1658658271,
      366619977,
      2362670323,
      4224994405,
      1303535960,
      984961486,
      2747007092,
      3569037538,
      1256170817,
      1037604311,
      2765210733,
      3554079995,
      1131014506,
      879679996,
      2909243462,
      3663771856,
      1141124467,
      855842277,
      2852801631,
      3708648649,
      1342533948,
      654459306,
      3188396048,
      3373015174,
      1466479909,
      544179635,
      3110523913,
      3462522015,
      1591671054,
      702138776,
      2966460450,
      3352799412,
      1504918807,
      783551873,
      3082640443,
      3233442989,
      3988292384,
      2596254646,
      62317068,
      1957810842,
      3939845945,
      2647816111,
      81470997,
      1943803523,
      3814918930,
      2489596804,
      225274430,
      2053790376,
      3826175755,
      2466906013,
      167816743,
      2097651377,
      4027552580,
      2265490386,
      503444072,
      1762050814,
      4150417245,
      2154129355,
      426522225,
      1852507879,
      4275313526,
      2312317920,
      282753626,
      1742555852,
      4189708143,
      2394877945,
      397917763,
      1622183637,
      3604390888,
      2714866558,
      953729732,
      1340076626,
      3518719985,
      2797360999,
      1068828381,
      1219638859,
      3624741850,
      2936675148,
      906185462,
      1090812512,
      3747672003,
      2825379669,
      829329135,
      1181335161,
      3412177804,
      3160834842,
      628085408,
      1382605366,
      3423369109,
      3138078467,
      570562233,
      1426400815,
      3317316542,
      2998733608,
      733239954,
      1555261956,
      3268935591,
      3050360625,
      752459403,
      1541320221,
      2607071920,
      3965973030,
      1969922972,
      40735498,
      2617837225,
      3943577151,
      1913087877,
      83908371,
      2512341634,
      3803740692,
      2075208622,
      213261112,
      2463272603,
      3855990285,
      2094854071,
      198958881,
      2262029012,
      4057260610,
      1759359992,
      534414190,
      2176718541,
      4139329115,
      1873836001,
      414664567,
      2282248934,
      4279200368,
      1711684554,
      285281116,
      2405801727,
      4167216745,
      1634467795,
      376229701,
      2685067896,
      3608007406,
      1308918612,
      956543938,
      2808555105,
      3495958263,
      1231636301,
      1047427035,
      2932959818,
      3654703836,
      1088359270,
      936918e3,
      2847714899,
      3736837829,
      1202900863,
      817233897,
      3183342108,
      3401237130,
      1404277552,
      615818150,
      3134207493,
      3453421203,
      1423857449,
      601450431,
      3009837614,
      3294710456,
      1567103746,
      711928724,
      3020668471,
      3272380065,
      1510334235,
      755167117
    ]);
    function crc322(buf) {
      let crc = -1;
      for (let x of buf) {
        crc = CRC_TABLE[(crc ^ x) & 255] ^ crc >>> 8;
      }
      return (crc ^ -1) >>> 0;
    }
    module.exports = crc322;
  }
});

// node_modules/yauzl/index.js
var require_yauzl = __commonJS({
  "node_modules/yauzl/index.js"(exports) {
    var fs = __require("fs");
    var zlib = __require("zlib");
    var fd_slicer = require_fd_slicer();
    var util = __require("util");
    var EventEmitter = __require("events").EventEmitter;
    var Transform = __require("stream").Transform;
    var PassThrough = __require("stream").PassThrough;
    var Writable = __require("stream").Writable;
    var crc322 = typeof zlib.crc32 === "function" ? zlib.crc32 : require_crc32();
    exports.open = open;
    exports.fromFd = fromFd;
    exports.fromBuffer = fromBuffer;
    exports.fromRandomAccessReader = fromRandomAccessReader;
    exports.openPromise = openPromise;
    exports.fromFdPromise = fromFdPromise;
    exports.fromBufferPromise = fromBufferPromise2;
    exports.fromRandomAccessReaderPromise = fromRandomAccessReaderPromise;
    exports.dosDateTimeToDate = dosDateTimeToDate;
    exports.getFileNameLowLevel = getFileNameLowLevel;
    exports.validateFileName = validateFileName;
    exports.parseExtraFields = parseExtraFields;
    exports.ZipFile = ZipFile;
    exports.Entry = Entry;
    exports.LocalFileHeader = LocalFileHeader;
    exports.RandomAccessReader = RandomAccessReader;
    function openPromise(path, options2) {
      return new Promise((resolve, reject) => {
        open(path, { ...options2, lazyEntries: true }, function(err, zipfile) {
          if (err) return reject(err);
          resolve(zipfile);
        });
      });
    }
    function fromFdPromise(fd, options2) {
      return new Promise((resolve, reject) => {
        fromFd(fd, { ...options2, lazyEntries: true }, function(err, zipfile) {
          if (err) return reject(err);
          resolve(zipfile);
        });
      });
    }
    function fromBufferPromise2(buffer, options2) {
      return new Promise((resolve, reject) => {
        fromBuffer(buffer, { ...options2, lazyEntries: true }, function(err, zipfile) {
          if (err) return reject(err);
          resolve(zipfile);
        });
      });
    }
    function fromRandomAccessReaderPromise(reader, totalSize, options2) {
      return new Promise((resolve, reject) => {
        fromRandomAccessReader(reader, totalSize, { ...options2, lazyEntries: true }, function(err, zipfile) {
          if (err) return reject(err);
          resolve(zipfile);
        });
      });
    }
    function open(path, options2, callback) {
      if (typeof options2 === "function") {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      if (options2.autoClose == null) options2.autoClose = true;
      if (options2.lazyEntries == null) options2.lazyEntries = false;
      if (options2.decodeStrings == null) options2.decodeStrings = true;
      if (options2.validateEntrySizes == null) options2.validateEntrySizes = true;
      if (options2.strictFileNames == null) options2.strictFileNames = false;
      if (callback == null) callback = defaultCallback;
      fs.open(path, "r", function(err, fd) {
        if (err) return callback(err);
        fromFd(fd, options2, function(err2, zipfile) {
          if (err2) fs.close(fd, defaultCallback);
          callback(err2, zipfile);
        });
      });
    }
    function fromFd(fd, options2, callback) {
      if (typeof options2 === "function") {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      if (options2.autoClose == null) options2.autoClose = false;
      if (options2.lazyEntries == null) options2.lazyEntries = false;
      if (options2.decodeStrings == null) options2.decodeStrings = true;
      if (options2.validateEntrySizes == null) options2.validateEntrySizes = true;
      if (options2.strictFileNames == null) options2.strictFileNames = false;
      if (callback == null) callback = defaultCallback;
      fs.fstat(fd, function(err, stats) {
        if (err) return callback(err);
        var reader = new fd_slicer.FdSlicer(fd);
        fromRandomAccessReader(reader, stats.size, options2, callback);
      });
    }
    function fromBuffer(buffer, options2, callback) {
      if (typeof options2 === "function") {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      options2.autoClose = false;
      if (options2.lazyEntries == null) options2.lazyEntries = false;
      if (options2.decodeStrings == null) options2.decodeStrings = true;
      if (options2.validateEntrySizes == null) options2.validateEntrySizes = true;
      if (options2.strictFileNames == null) options2.strictFileNames = false;
      var reader = new fd_slicer.BufferSlicer(buffer);
      fromRandomAccessReader(reader, buffer.length, options2, callback);
    }
    function fromRandomAccessReader(reader, totalSize, options2, callback) {
      if (typeof options2 === "function") {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      if (options2.autoClose == null) options2.autoClose = true;
      if (options2.lazyEntries == null) options2.lazyEntries = false;
      if (options2.decodeStrings == null) options2.decodeStrings = true;
      var decodeStrings = !!options2.decodeStrings;
      if (options2.validateEntrySizes == null) options2.validateEntrySizes = true;
      if (options2.strictFileNames == null) options2.strictFileNames = false;
      if (callback == null) callback = defaultCallback;
      if (typeof totalSize !== "number") throw new Error("expected totalSize parameter to be a number");
      if (totalSize > Number.MAX_SAFE_INTEGER) {
        throw new Error("zip file too large. only file sizes up to 2^52 are supported due to JavaScript's Number type being an IEEE 754 double.");
      }
      reader.ref();
      var eocdrWithoutCommentSize = 22;
      var zip64EocdlSize = 20;
      var maxCommentSize = 65535;
      var bufferSize = Math.min(zip64EocdlSize + eocdrWithoutCommentSize + maxCommentSize, totalSize);
      var buffer = newBuffer(bufferSize);
      var bufferReadStart = totalSize - buffer.length;
      readAndAssertNoEof(reader, buffer, 0, bufferSize, bufferReadStart, function(err) {
        if (err) return callback(err);
        for (var i = bufferSize - eocdrWithoutCommentSize; i >= 0; i -= 1) {
          if (buffer.readUInt32LE(i) !== 101010256) continue;
          var eocdrBuffer = buffer.subarray(i);
          var diskNumber = eocdrBuffer.readUInt16LE(4);
          var entryCount = eocdrBuffer.readUInt16LE(10);
          var centralDirectoryOffset = eocdrBuffer.readUInt32LE(16);
          var commentLength = eocdrBuffer.readUInt16LE(20);
          var expectedCommentLength = eocdrBuffer.length - eocdrWithoutCommentSize;
          if (commentLength !== expectedCommentLength) {
            return callback(new Error("Invalid comment length. Expected: " + expectedCommentLength + ". Found: " + commentLength + ". Are there extra bytes at the end of the file? Or is the end of central dir signature `PK\u263A\u263B` in the comment?"));
          }
          var comment = decodeStrings ? decodeBuffer(eocdrBuffer.subarray(22), false) : eocdrBuffer.subarray(22);
          if (i - zip64EocdlSize >= 0 && buffer.readUInt32LE(i - zip64EocdlSize) === 117853008) {
            var zip64EocdlBuffer = buffer.subarray(i - zip64EocdlSize, i - zip64EocdlSize + zip64EocdlSize);
            var zip64EocdrOffset = readUInt64LE(zip64EocdlBuffer, 8);
            var zip64EocdrBuffer = newBuffer(56);
            return readAndAssertNoEof(reader, zip64EocdrBuffer, 0, zip64EocdrBuffer.length, zip64EocdrOffset, function(err2) {
              if (err2) return callback(err2);
              if (zip64EocdrBuffer.readUInt32LE(0) !== 101075792) {
                return callback(new Error("invalid zip64 end of central directory record signature"));
              }
              diskNumber = zip64EocdrBuffer.readUInt32LE(16);
              if (diskNumber !== 0) {
                return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
              }
              entryCount = readUInt64LE(zip64EocdrBuffer, 32);
              centralDirectoryOffset = readUInt64LE(zip64EocdrBuffer, 48);
              return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options2.autoClose, options2.lazyEntries, decodeStrings, options2.validateEntrySizes, options2.strictFileNames));
            });
          }
          if (diskNumber !== 0) {
            return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
          }
          return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options2.autoClose, options2.lazyEntries, decodeStrings, options2.validateEntrySizes, options2.strictFileNames));
        }
        callback(new Error("End of central directory record signature not found. Either not a zip file, or file is truncated."));
      });
    }
    util.inherits(ZipFile, EventEmitter);
    function ZipFile(reader, centralDirectoryOffset, fileSize, entryCount, comment, autoClose, lazyEntries, decodeStrings, validateEntrySizes, strictFileNames) {
      var self = this;
      EventEmitter.call(self);
      self.reader = reader;
      self.reader.on("error", function(err) {
        emitError(self, err);
      });
      self.reader.once("close", function() {
        self.emit("close");
      });
      self.readEntryCursor = centralDirectoryOffset;
      self.fileSize = fileSize;
      self.entryCount = entryCount;
      self.comment = comment;
      self.entriesRead = 0;
      self.autoClose = !!autoClose;
      self.lazyEntries = !!lazyEntries;
      self.decodeStrings = !!decodeStrings;
      self.validateEntrySizes = !!validateEntrySizes;
      self.strictFileNames = !!strictFileNames;
      self.isOpen = true;
      self.emittedError = false;
      self.hasEachEntryBeenCalled = false;
      if (!self.lazyEntries) self._readEntry();
    }
    ZipFile.prototype.close = function() {
      if (!this.isOpen) return;
      this.isOpen = false;
      this.reader.unref();
    };
    function emitErrorAndAutoClose(self, err) {
      if (self.autoClose) self.close();
      emitError(self, err);
    }
    function emitError(self, err) {
      if (self.emittedError) return;
      self.emittedError = true;
      self.emit("error", err);
    }
    ZipFile.prototype.readEntry = function() {
      if (!this.lazyEntries) throw new Error("readEntry() called without lazyEntries:true");
      this._readEntry();
    };
    ZipFile.prototype._readEntry = function() {
      var self = this;
      if (self.entryCount === self.entriesRead) {
        setImmediate(function() {
          if (self.autoClose) self.close();
          if (self.emittedError) return;
          self.emit("end");
        });
        return;
      }
      if (self.emittedError) return;
      var buffer = newBuffer(46);
      readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
        if (err) return emitErrorAndAutoClose(self, err);
        if (self.emittedError) return;
        var entry = new Entry();
        var signature = buffer.readUInt32LE(0);
        if (signature !== 33639248) return emitErrorAndAutoClose(self, new Error("invalid central directory file header signature: 0x" + signature.toString(16)));
        entry.versionMadeBy = buffer.readUInt16LE(4);
        entry.versionNeededToExtract = buffer.readUInt16LE(6);
        entry.generalPurposeBitFlag = buffer.readUInt16LE(8);
        entry.compressionMethod = buffer.readUInt16LE(10);
        entry.lastModFileTime = buffer.readUInt16LE(12);
        entry.lastModFileDate = buffer.readUInt16LE(14);
        entry.crc32 = buffer.readUInt32LE(16);
        entry.compressedSize = buffer.readUInt32LE(20);
        entry.uncompressedSize = buffer.readUInt32LE(24);
        entry.fileNameLength = buffer.readUInt16LE(28);
        entry.extraFieldLength = buffer.readUInt16LE(30);
        entry.fileCommentLength = buffer.readUInt16LE(32);
        entry.internalFileAttributes = buffer.readUInt16LE(36);
        entry.externalFileAttributes = buffer.readUInt32LE(38);
        entry.relativeOffsetOfLocalHeader = buffer.readUInt32LE(42);
        if (entry.generalPurposeBitFlag & 64) return emitErrorAndAutoClose(self, new Error("strong encryption is not supported"));
        self.readEntryCursor += 46;
        buffer = newBuffer(entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength);
        readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err2) {
          if (err2) return emitErrorAndAutoClose(self, err2);
          if (self.emittedError) return;
          entry.fileNameRaw = buffer.subarray(0, entry.fileNameLength);
          var fileCommentStart = entry.fileNameLength + entry.extraFieldLength;
          entry.extraFieldRaw = buffer.subarray(entry.fileNameLength, fileCommentStart);
          entry.fileCommentRaw = buffer.subarray(fileCommentStart, fileCommentStart + entry.fileCommentLength);
          try {
            entry.extraFields = parseExtraFields(entry.extraFieldRaw);
          } catch (err3) {
            return emitErrorAndAutoClose(self, err3);
          }
          if (self.decodeStrings) {
            var isUtf8 = (entry.generalPurposeBitFlag & 2048) !== 0;
            entry.fileComment = decodeBuffer(entry.fileCommentRaw, isUtf8);
            entry.fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, self.strictFileNames);
            var errorMessage = validateFileName(entry.fileName);
            if (errorMessage != null) return emitErrorAndAutoClose(self, new Error(errorMessage));
          } else {
            entry.fileComment = entry.fileCommentRaw;
            entry.fileName = entry.fileNameRaw;
          }
          entry.comment = entry.fileComment;
          self.readEntryCursor += buffer.length;
          self.entriesRead += 1;
          for (var i = 0; i < entry.extraFields.length; i++) {
            var extraField = entry.extraFields[i];
            if (extraField.id !== 1) continue;
            var zip64EiefBuffer = extraField.data;
            var index = 0;
            if (entry.uncompressedSize === 4294967295) {
              if (index + 8 > zip64EiefBuffer.length) {
                return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include uncompressed size"));
              }
              entry.uncompressedSize = readUInt64LE(zip64EiefBuffer, index);
              index += 8;
            }
            if (entry.compressedSize === 4294967295) {
              if (index + 8 > zip64EiefBuffer.length) {
                return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include compressed size"));
              }
              entry.compressedSize = readUInt64LE(zip64EiefBuffer, index);
              index += 8;
            }
            if (entry.relativeOffsetOfLocalHeader === 4294967295) {
              if (index + 8 > zip64EiefBuffer.length) {
                return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include relative header offset"));
              }
              entry.relativeOffsetOfLocalHeader = readUInt64LE(zip64EiefBuffer, index);
              index += 8;
            }
            break;
          }
          if (self.validateEntrySizes && entry.compressionMethod === 0) {
            var expectedCompressedSize = entry.uncompressedSize;
            if (entry.isEncrypted()) {
              expectedCompressedSize += 12;
            }
            if (entry.compressedSize !== expectedCompressedSize) {
              var msg = "compressed/uncompressed size mismatch for stored file: " + entry.compressedSize + " != " + entry.uncompressedSize;
              return emitErrorAndAutoClose(self, new Error(msg));
            }
          }
          self.emit("entry", entry);
          if (!self.lazyEntries) self._readEntry();
        });
      });
    };
    ZipFile.prototype.eachEntry = function() {
      const self = this;
      if (!self.lazyEntries) throw new Error("eachEntry() requires lazyEntries: true");
      if (self.hasEachEntryBeenCalled) throw new Error("eachEntry() must only be called once per ZipFile");
      self.hasEachEntryBeenCalled = true;
      let pendingResolveReject = null;
      self.on("entry", onEntry);
      self.on("end", onEnd);
      self.on("error", onError);
      function cleanup() {
        self.removeListener("entry", onEntry);
        self.removeListener("end", onEnd);
        self.removeListener("error", onError);
        if (self.autoClose) self.close();
      }
      function onEntry(entry) {
        let { resolve } = pendingResolveReject;
        pendingResolveReject = null;
        resolve({ value: entry });
      }
      function onEnd() {
        let { resolve } = pendingResolveReject;
        pendingResolveReject = null;
        cleanup();
        resolve({ done: true });
      }
      function onError(err) {
        let { reject } = pendingResolveReject;
        pendingResolveReject = null;
        cleanup();
        reject(err);
      }
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        next() {
          const promise = new Promise((resolve, reject) => {
            if (pendingResolveReject != null) throw new Error("next() called before previous Promise was resolved.");
            pendingResolveReject = { resolve, reject };
          });
          self.readEntry();
          return promise;
        },
        return(value) {
          cleanup();
          return Promise.resolve({ done: true, value });
        },
        throw(value) {
          cleanup();
          return Promise.reject(value);
        }
      };
    };
    ZipFile.prototype.openReadStream = function(entry, options2, callback) {
      var self = this;
      var relativeStart = 0;
      var relativeEnd = entry.compressedSize;
      if (callback == null) {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) {
        options2 = {};
      } else {
        if (options2.decodeFileData === false) {
          if (options2.decrypt != null) {
            throw new Error("cannot use options.decrypt when options.decodeFileData === false");
          }
          if (options2.decompress != null) {
            throw new Error("cannot use options.decompress when options.decodeFileData === false");
          }
        } else {
          if (options2.decrypt != null) {
            if (!entry.isEncrypted()) {
              throw new Error("options.decrypt can only be specified for encrypted entries. See also option decodeFileData.");
            }
            if (options2.decrypt !== false) throw new Error("invalid options.decrypt value: " + options2.decrypt);
            if (entry.isCompressed()) {
              if (options2.decompress !== false) throw new Error("entry is encrypted and compressed, and options.decompress !== false. See also option decodeFileData.");
            }
          }
          if (options2.decompress != null) {
            if (!entry.isCompressed()) {
              throw new Error("options.decompress can only be specified for compressed entries. See also option decodeFileData.");
            }
            if (!(options2.decompress === false || options2.decompress === true)) {
              throw new Error("invalid options.decompress value: " + options2.decompress);
            }
            decompress = options2.decompress;
          }
        }
        if (options2.start != null) {
          relativeStart = options2.start;
          if (relativeStart < 0) throw new Error("options.start < 0");
          if (relativeStart > entry.compressedSize) throw new Error("options.start > entry.compressedSize");
        }
        if (options2.end != null) {
          relativeEnd = options2.end;
          if (relativeEnd < 0) throw new Error("options.end < 0");
          if (relativeEnd > entry.compressedSize) throw new Error("options.end > entry.compressedSize");
          if (relativeEnd < relativeStart) throw new Error("options.end < options.start");
        }
      }
      var rawMode = options2.decodeFileData === false || // Explicitly requested raw.
      (entry.compressionMethod === 0 || // Naturally without compression.
      entry.compressionMethod === 8 && options2.decompress === false) && (!entry.isEncrypted() || // Naturally without encryption.
      options2.decrypt === false);
      if (options2.start != null || options2.end != null) {
        if (!rawMode) throw new Error("start/end range require options.decodeFileData === false for non-trivial encoded entries.");
      }
      if (!self.isOpen) return callback(new Error("closed"));
      if (entry.isEncrypted() && !rawMode) {
        if (options2.decrypt !== false) return callback(new Error("entry is encrypted, and options.decodeFileData !== false"));
      }
      var decompress;
      if (rawMode) {
        decompress = false;
      } else if (entry.compressionMethod === 8) {
        decompress = options2.decodeFileData !== true;
      } else {
        return callback(new Error("unsupported compression method: " + entry.compressionMethod));
      }
      self.readLocalFileHeader(entry, { minimal: true }, function(err, localFileHeader) {
        if (err) return callback(err);
        self.openReadStreamLowLevel(
          localFileHeader.fileDataStart,
          entry.compressedSize,
          relativeStart,
          relativeEnd,
          decompress,
          entry.uncompressedSize,
          callback
        );
      });
    };
    ZipFile.prototype.openReadStreamLowLevel = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, callback) {
      var self = this;
      var fileDataEnd = fileDataStart + compressedSize;
      var readStream = self.reader.createReadStream({
        start: fileDataStart + relativeStart,
        end: fileDataStart + relativeEnd
      });
      var endpointStream = readStream;
      if (decompress) {
        var destroyed = false;
        var inflateFilter = zlib.createInflateRaw();
        readStream.on("error", function(err) {
          setImmediate(function() {
            if (!destroyed) inflateFilter.emit("error", err);
          });
        });
        readStream.pipe(inflateFilter);
        if (self.validateEntrySizes) {
          endpointStream = new AssertByteCountStream(uncompressedSize);
          inflateFilter.on("error", function(err) {
            setImmediate(function() {
              if (!destroyed) endpointStream.emit("error", err);
            });
          });
          inflateFilter.pipe(endpointStream);
        } else {
          endpointStream = inflateFilter;
        }
        installDestroyFn(endpointStream, function() {
          destroyed = true;
          if (inflateFilter !== endpointStream) inflateFilter.unpipe(endpointStream);
          readStream.unpipe(inflateFilter);
          readStream.destroy();
        });
      }
      callback(null, endpointStream);
    };
    ZipFile.prototype.readLocalFileHeader = function(entry, options2, callback) {
      var self = this;
      if (callback == null) {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      self.reader.ref();
      var buffer = newBuffer(30);
      readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader, function(err) {
        try {
          if (err) return callback(err);
          var signature = buffer.readUInt32LE(0);
          if (signature !== 67324752) {
            return callback(new Error("invalid local file header signature: 0x" + signature.toString(16)));
          }
          var fileNameLength = buffer.readUInt16LE(26);
          var extraFieldLength = buffer.readUInt16LE(28);
          var fileDataStart = entry.relativeOffsetOfLocalHeader + 30 + fileNameLength + extraFieldLength;
          if (fileDataStart + entry.compressedSize > self.fileSize) {
            return callback(new Error("file data overflows file bounds: " + fileDataStart + " + " + entry.compressedSize + " > " + self.fileSize));
          }
          if (options2.minimal) {
            return callback(null, { fileDataStart });
          }
          var localFileHeader = new LocalFileHeader();
          localFileHeader.fileDataStart = fileDataStart;
          localFileHeader.versionNeededToExtract = buffer.readUInt16LE(4);
          localFileHeader.generalPurposeBitFlag = buffer.readUInt16LE(6);
          localFileHeader.compressionMethod = buffer.readUInt16LE(8);
          localFileHeader.lastModFileTime = buffer.readUInt16LE(10);
          localFileHeader.lastModFileDate = buffer.readUInt16LE(12);
          localFileHeader.crc32 = buffer.readUInt32LE(14);
          localFileHeader.compressedSize = buffer.readUInt32LE(18);
          localFileHeader.uncompressedSize = buffer.readUInt32LE(22);
          localFileHeader.fileNameLength = fileNameLength;
          localFileHeader.extraFieldLength = extraFieldLength;
          buffer = newBuffer(fileNameLength + extraFieldLength);
          self.reader.ref();
          readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader + 30, function(err2) {
            try {
              if (err2) return callback(err2);
              localFileHeader.fileName = buffer.subarray(0, fileNameLength);
              localFileHeader.extraField = buffer.subarray(fileNameLength);
              return callback(null, localFileHeader);
            } finally {
              self.reader.unref();
            }
          });
        } finally {
          self.reader.unref();
        }
      });
    };
    ZipFile.prototype.openReadStreamPromise = function(entry, options2) {
      return new Promise((resolve, reject) => {
        this.openReadStream(entry, options2, function(err, readStream) {
          if (err) return reject(err);
          resolve(readStream);
        });
      });
    };
    ZipFile.prototype.openReadStreamLowLevelPromise = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize) {
      return new Promise((resolve, reject) => {
        this.openReadStream(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, function(err, readStream) {
          if (err) return reject(err);
          resolve(readStream);
        });
      });
    };
    ZipFile.prototype.readLocalFileHeaderPromise = function(entry, options2) {
      return new Promise((resolve, reject) => {
        this.readLocalFileHeader(entry, options2, function(err, localFileHeader) {
          if (err) return reject(err);
          resolve(localFileHeader);
        });
      });
    };
    function Entry() {
    }
    Entry.prototype.getLastModDate = function(options2) {
      if (options2 == null) options2 = {};
      if (!options2.forceDosFormat) {
        for (var i = 0; i < this.extraFields.length; i++) {
          var extraField = this.extraFields[i];
          if (extraField.id === 21589) {
            var data = extraField.data;
            if (data.length < 5) continue;
            var flags = data[0];
            var HAS_MTIME = 1;
            if (!(flags & HAS_MTIME)) continue;
            var posixTimestamp = data.readInt32LE(1);
            return new Date(posixTimestamp * 1e3);
          } else if (extraField.id === 10) {
            var data = extraField.data;
            if (data.length !== 32) continue;
            if (data.readUInt16LE(4) !== 1) continue;
            if (data.readUInt16LE(6) !== 24) continue;
            var hundredNanoSecondsSince1601 = data.readUInt32LE(8) + 4294967296 * data.readInt32LE(12);
            var millisecondsSince1970 = hundredNanoSecondsSince1601 / 1e4 - 116444736e5;
            return new Date(millisecondsSince1970);
          }
        }
      }
      return dosDateTimeToDate(this.lastModFileDate, this.lastModFileTime, options2.timezone);
    };
    Entry.prototype.canDecodeFileData = function() {
      return !this.isEncrypted() && (this.compressionMethod === 0 || this.compressionMethod === 8);
    };
    Entry.prototype.isEncrypted = function() {
      return (this.generalPurposeBitFlag & 1) !== 0;
    };
    Entry.prototype.isCompressed = function() {
      return this.compressionMethod === 8;
    };
    function LocalFileHeader() {
    }
    function dosDateTimeToDate(date, time, timezone) {
      var day = date & 31;
      var month = (date >> 5 & 15) - 1;
      var year = (date >> 9 & 127) + 1980;
      var millisecond = 0;
      var second = (time & 31) * 2;
      var minute = time >> 5 & 63;
      var hour = time >> 11 & 31;
      if (timezone == null || timezone === "local") {
        return new Date(year, month, day, hour, minute, second, millisecond);
      } else if (timezone === "UTC") {
        return new Date(Date.UTC(year, month, day, hour, minute, second, millisecond));
      } else {
        throw new Error("unrecognized options.timezone: " + options.timezone);
      }
    }
    function getFileNameLowLevel(generalPurposeBitFlag, fileNameBuffer, extraFields, strictFileNames) {
      var fileName = null;
      for (var i = 0; i < extraFields.length; i++) {
        var extraField = extraFields[i];
        if (extraField.id === 28789) {
          if (extraField.data.length < 6) {
            continue;
          }
          if (extraField.data.readUInt8(0) !== 1) {
            continue;
          }
          var oldNameCrc32 = extraField.data.readUInt32LE(1);
          if (crc322(fileNameBuffer) !== oldNameCrc32) {
            continue;
          }
          fileName = decodeBuffer(extraField.data.subarray(5), true);
          break;
        }
      }
      if (fileName == null) {
        var isUtf8 = (generalPurposeBitFlag & 2048) !== 0;
        fileName = decodeBuffer(fileNameBuffer, isUtf8);
      }
      if (!strictFileNames) {
        fileName = fileName.replace(/\\/g, "/");
      }
      return fileName;
    }
    function validateFileName(fileName) {
      if (fileName.indexOf("\\") !== -1) {
        return "invalid characters in fileName: " + fileName;
      }
      if (/^[a-zA-Z]:/.test(fileName) || /^\//.test(fileName)) {
        return "absolute path: " + fileName;
      }
      if (fileName.split("/").indexOf("..") !== -1) {
        return "invalid relative path: " + fileName;
      }
      return null;
    }
    function parseExtraFields(extraFieldBuffer) {
      var extraFields = [];
      var i = 0;
      while (i < extraFieldBuffer.length - 3) {
        var headerId = extraFieldBuffer.readUInt16LE(i + 0);
        var dataSize = extraFieldBuffer.readUInt16LE(i + 2);
        var dataStart = i + 4;
        var dataEnd = dataStart + dataSize;
        if (dataEnd > extraFieldBuffer.length) throw new Error("extra field length exceeds extra field buffer size");
        var dataBuffer = extraFieldBuffer.subarray(dataStart, dataEnd);
        extraFields.push({
          id: headerId,
          data: dataBuffer
        });
        i = dataEnd;
      }
      return extraFields;
    }
    function readAndAssertNoEof(reader, buffer, offset, length, position, callback) {
      if (length === 0) {
        return setImmediate(function() {
          callback(null, newBuffer(0));
        });
      }
      reader.read(buffer, offset, length, position, function(err, bytesRead) {
        if (err) return callback(err);
        if (bytesRead < length) {
          return callback(new Error("unexpected EOF"));
        }
        callback();
      });
    }
    util.inherits(AssertByteCountStream, Transform);
    function AssertByteCountStream(byteCount) {
      Transform.call(this);
      this.actualByteCount = 0;
      this.expectedByteCount = byteCount;
    }
    AssertByteCountStream.prototype._transform = function(chunk, encoding, cb) {
      this.actualByteCount += chunk.length;
      if (this.actualByteCount > this.expectedByteCount) {
        var msg = "too many bytes in the stream. expected " + this.expectedByteCount + ". got at least " + this.actualByteCount;
        return cb(new Error(msg));
      }
      cb(null, chunk);
    };
    AssertByteCountStream.prototype._flush = function(cb) {
      if (this.actualByteCount < this.expectedByteCount) {
        var msg = "not enough bytes in the stream. expected " + this.expectedByteCount + ". got only " + this.actualByteCount;
        return cb(new Error(msg));
      }
      cb();
    };
    util.inherits(RandomAccessReader, EventEmitter);
    function RandomAccessReader() {
      EventEmitter.call(this);
      this.refCount = 0;
    }
    RandomAccessReader.prototype.ref = function() {
      this.refCount += 1;
    };
    RandomAccessReader.prototype.unref = function() {
      var self = this;
      self.refCount -= 1;
      if (self.refCount > 0) return;
      if (self.refCount < 0) throw new Error("invalid unref");
      self.close(onCloseDone);
      function onCloseDone(err) {
        if (err) return self.emit("error", err);
        self.emit("close");
      }
    };
    RandomAccessReader.prototype.createReadStream = function(options2) {
      if (options2 == null) options2 = {};
      var start = options2.start;
      var end = options2.end;
      if (start === end) {
        var emptyStream = new PassThrough();
        setImmediate(function() {
          emptyStream.end();
        });
        return emptyStream;
      }
      var stream = this._readStreamForRange(start, end);
      var destroyed = false;
      var refUnrefFilter = new RefUnrefFilter(this);
      stream.on("error", function(err) {
        setImmediate(function() {
          if (!destroyed) refUnrefFilter.emit("error", err);
        });
      });
      installDestroyFn(refUnrefFilter, function() {
        stream.unpipe(refUnrefFilter);
        refUnrefFilter.unref();
        stream.destroy();
      });
      var byteCounter = new AssertByteCountStream(end - start);
      refUnrefFilter.on("error", function(err) {
        setImmediate(function() {
          if (!destroyed) byteCounter.emit("error", err);
        });
      });
      installDestroyFn(byteCounter, function() {
        destroyed = true;
        refUnrefFilter.unpipe(byteCounter);
        refUnrefFilter.destroy();
      });
      return stream.pipe(refUnrefFilter).pipe(byteCounter);
    };
    RandomAccessReader.prototype._readStreamForRange = function(start, end) {
      throw new Error("not implemented");
    };
    RandomAccessReader.prototype.read = function(buffer, offset, length, position, callback) {
      var readStream = this.createReadStream({ start: position, end: position + length });
      var writeStream = new Writable();
      var written = 0;
      writeStream._write = function(chunk, encoding, cb) {
        chunk.copy(buffer, offset + written, 0, chunk.length);
        written += chunk.length;
        cb();
      };
      writeStream.on("finish", callback);
      readStream.on("error", function(error) {
        callback(error);
      });
      readStream.pipe(writeStream);
    };
    RandomAccessReader.prototype.close = function(callback) {
      setImmediate(callback);
    };
    util.inherits(RefUnrefFilter, PassThrough);
    function RefUnrefFilter(context) {
      PassThrough.call(this);
      this.context = context;
      this.context.ref();
      this.unreffedYet = false;
    }
    RefUnrefFilter.prototype._flush = function(cb) {
      this.unref();
      cb();
    };
    RefUnrefFilter.prototype.unref = function(cb) {
      if (this.unreffedYet) return;
      this.unreffedYet = true;
      this.context.unref();
    };
    var cp437 = "\0\u263A\u263B\u2665\u2666\u2663\u2660\u2022\u25D8\u25CB\u25D9\u2642\u2640\u266A\u266B\u263C\u25BA\u25C4\u2195\u203C\xB6\xA7\u25AC\u21A8\u2191\u2193\u2192\u2190\u221F\u2194\u25B2\u25BC !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\u2302\xC7\xFC\xE9\xE2\xE4\xE0\xE5\xE7\xEA\xEB\xE8\xEF\xEE\xEC\xC4\xC5\xC9\xE6\xC6\xF4\xF6\xF2\xFB\xF9\xFF\xD6\xDC\xA2\xA3\xA5\u20A7\u0192\xE1\xED\xF3\xFA\xF1\xD1\xAA\xBA\xBF\u2310\xAC\xBD\xBC\xA1\xAB\xBB\u2591\u2592\u2593\u2502\u2524\u2561\u2562\u2556\u2555\u2563\u2551\u2557\u255D\u255C\u255B\u2510\u2514\u2534\u252C\u251C\u2500\u253C\u255E\u255F\u255A\u2554\u2569\u2566\u2560\u2550\u256C\u2567\u2568\u2564\u2565\u2559\u2558\u2552\u2553\u256B\u256A\u2518\u250C\u2588\u2584\u258C\u2590\u2580\u03B1\xDF\u0393\u03C0\u03A3\u03C3\xB5\u03C4\u03A6\u0398\u03A9\u03B4\u221E\u03C6\u03B5\u2229\u2261\xB1\u2265\u2264\u2320\u2321\xF7\u2248\xB0\u2219\xB7\u221A\u207F\xB2\u25A0\xA0";
    function decodeBuffer(buffer, isUtf8) {
      if (isUtf8) {
        return buffer.toString("utf8");
      } else {
        var result = "";
        for (var i = 0; i < buffer.length; i++) {
          result += cp437[buffer[i]];
        }
        return result;
      }
    }
    function readUInt64LE(buffer, offset) {
      var lower32 = buffer.readUInt32LE(offset);
      var upper32 = buffer.readUInt32LE(offset + 4);
      return upper32 * 4294967296 + lower32;
    }
    var newBuffer;
    if (typeof Buffer.allocUnsafe === "function") {
      newBuffer = function(len) {
        return Buffer.allocUnsafe(len);
      };
    } else {
      newBuffer = function(len) {
        return new Buffer(len);
      };
    }
    function installDestroyFn(stream, fn) {
      if (typeof stream.destroy === "function") {
        stream._destroy = function(err, cb) {
          fn();
          if (cb != null) cb(err);
        };
      } else {
        stream.destroy = fn;
      }
    }
    function defaultCallback(err) {
      if (err) throw err;
    }
  }
});

// src/github/artifact/download.ts
import { createHash } from "node:crypto";
var PER_PAGE = 100;
var MOST_PAGES = 5;
var TIME_LIMIT = 6e4;
var DIGEST = /^sha256:[0-9a-f]{64}$/;
async function listArtifacts(client, repository, runId, prefix) {
  try {
    const found = await listAll(client, repository, runId);
    const named = found.filter(({ name }) => name.startsWith(prefix)).sort((a, b) => a.id - b.id);
    const newest = new Map(named.map((artifact) => [artifact.name, artifact]));
    return [...newest.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    throw downloadRefusal(error, `The artifacts of run ${runId} cannot be listed`);
  }
}
async function listAll({ rest }, repository, runId) {
  const found = [];
  for (let page = 1; ; page += 1) {
    const query = { ...repository, run_id: runId, per_page: PER_PAGE, page };
    const { data } = await rest.actions.listWorkflowRunArtifacts(query);
    found.push(...data.artifacts.map(artifactOf));
    if (data.artifacts.length < PER_PAGE || found.length >= data.total_count) return found;
    if (page === MOST_PAGES)
      throw new UserError(`Run ${runId} has more than ${found.length} artifacts; at most ${found.length} are listed`);
  }
}
function artifactOf({ id, name, size_in_bytes: size, expired, digest, workflow_run: run }) {
  const { id: runId, head_sha: headSha, head_repository_id: headRepositoryId } = run ?? {};
  return {
    id,
    name,
    size,
    isExpired: expired,
    ...digest ? { digest } : {},
    ...runId && headSha && headRepositoryId ? { run: { id: runId, headSha, headRepositoryId } } : {}
  };
}
async function downloadArtifact(client, repository, artifact, limit, { timeLimit = TIME_LIMIT } = {}) {
  const what = `Artifact ${JSON.stringify(artifact.name)}`;
  if (artifact.isExpired) throw new UserError(`${what} has expired; run the workflow that makes it again`);
  if (artifact.size > limit) throw new UserError(`${what} has ${artifact.size} bytes; at most ${limit} are read`);
  const late = AbortSignal.timeout(timeLimit);
  const signal = AbortSignal.any([late, client.signal]);
  try {
    const url = await signedUrlOf(client, repository, artifact.id);
    const bytes = await fetchTwice(url, limit, signal);
    if (hasDigest(bytes, artifact.digest)) return bytes;
  } catch (error) {
    client.signal.throwIfAborted();
    const reason = new Error(`it did not arrive within ${timeLimit / 1e3} s; re-run the job`, { cause: error });
    throw downloadRefusal(late.aborted ? reason : error, `${what} cannot be downloaded`);
  }
  throw new UserError(`${what} is not what GitHub stored: its digest differs; run the workflow again`);
}
async function signedUrlOf({ rest }, repository, id) {
  const request = { redirect: "manual", parseSuccessResponseBody: false };
  const parameters = { ...repository, artifact_id: id, archive_format: "zip", request };
  const { status, headers } = await rest.actions.downloadArtifact(parameters);
  if (headers.location === void 0) throw new Error(`GitHub answered ${status} without an address`);
  return headers.location;
}
async function fetchTwice(url, limit, signal) {
  try {
    return await fetchBytes(url, limit, signal);
  } catch (error) {
    if (signal.aborted || !isServerError(error)) throw error;
    return fetchBytes(url, limit, signal);
  }
}
async function fetchBytes(url, limit, signal) {
  const response = await fetch(url, { signal }).catch(noAnswer);
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw Object.assign(new Error(`the storage answered ${response.status}`), { status: response.status });
  }
  const bytes = await collect(response.body, limit).catch(noAnswer);
  if (bytes === void 0) throw new Error(`it has more bytes than GitHub said; at most ${limit} are read`);
  return bytes;
}
async function collect(body, limit) {
  const chunks = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) return void 0;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
function noAnswer(cause) {
  throw Object.assign(new Error("the storage did not answer to the end", { cause }), { status: 500 });
}
function hasDigest(bytes, digest = "") {
  if (!DIGEST.test(digest)) return true;
  return digest === `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

// src/exchange/zip.ts
var import_yauzl = __toESM(require_yauzl(), 1);
import { crc32 } from "node:zlib";
var MOST_ENTRIES = 100;
var ZIP = Buffer.from("PK");
var STORED = 0;
var DEFLATED = 8;
var UNIX = 3;
var FILE_TYPE = 61440;
var REGULAR_FILE = 32768;
async function readZipEntry(zip, name, limit, artifact = name) {
  try {
    return decode(isZip(zip) ? await readEntry(zip, name, limit) : plainJson(zip, limit));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new UserError(`Artifact ${JSON.stringify(artifact)}: ${shorten(problem)}`, { cause: error });
  }
}
var isZip = (bytes) => bytes.subarray(0, ZIP.length).equals(ZIP);
function plainJson(bytes, limit) {
  const isJson = /^\uFEFF?\s*\{/.test(bytes.subarray(0, 64).toString());
  if (!isJson) throw new UserError(`it is neither a zip nor JSON (${bytes.length} bytes)`);
  if (bytes.length > limit) throw new UserError(`it has ${bytes.length} bytes; at most ${limit} are read`);
  return bytes;
}
async function readEntry(bytes, name, limit) {
  const zip = await (0, import_yauzl.fromBufferPromise)(bytes, { strictFileNames: true });
  const entry = await findEntry(zip, name);
  checkEntry(entry, limit);
  const content = await inflate(zip, entry, limit);
  if (crc32(content) !== entry.crc32) throw new UserError(`the checksum of ${quote(name)} is wrong; it is damaged`);
  return content;
}
async function findEntry(zip, name) {
  if (zip.entryCount > MOST_ENTRIES) {
    throw new UserError(`it has ${zip.entryCount} entries; one is expected, and at most ${MOST_ENTRIES} are looked at`);
  }
  const names = [];
  const found = [];
  for await (const entry2 of zip.eachEntry()) {
    names.push(entry2.fileName);
    if (entry2.fileName === name) found.push(entry2);
  }
  const [entry] = found;
  if (entry !== void 0 && found.length === 1) return entry;
  if (found.length > 1) throw new UserError(`it has ${found.length} entries called ${quote(name)}; one is expected`);
  throw new UserError(`it has no ${quote(name)}, only ${names.slice(0, 3).map(quote).join(", ") || "nothing"}`);
}
function checkEntry(entry, limit) {
  const name = quote(entry.fileName);
  if (entry.isEncrypted()) throw new UserError(`${name} is encrypted`);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw new UserError(
      `${name} is compressed by method ${entry.compressionMethod}; 0 (stored) and 8 (deflate) are read`
    );
  }
  if (!isRegularFile(entry)) throw new UserError(`${name} is not a regular file`);
  if (entry.uncompressedSize > limit) {
    throw new UserError(`${name} has ${entry.uncompressedSize} bytes; at most ${limit} are read`);
  }
}
function isRegularFile({ versionMadeBy, externalFileAttributes }) {
  const type = externalFileAttributes >>> 16 & FILE_TYPE;
  return versionMadeBy >>> 8 !== UNIX || type === 0 || type === REGULAR_FILE;
}
async function inflate(zip, entry, limit) {
  const chunks = [];
  let size = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    size += chunk.length;
    if (size > limit) throw new UserError(`${quote(entry.fileName)} has more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError("its text is not UTF-8", { cause });
  }
}
var quote = (name) => JSON.stringify(name.slice(0, 100));
function shorten(message) {
  const text = message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
  return text.length > 300 ? `${text.slice(0, 299)}\u2026` : text;
}

// src/exchange/read-reports.ts
var MOST_REPORTS = { parts: 280, whole: 80 };
var MOST_STORED = 64 * 1024 * 1024;
var MOST_READ = 256 * 1024 * 1024;
async function readReports(reading, which) {
  const { client, repository, runId } = reading;
  const artifacts = chosen(await listArtifacts(client, repository, runId, ARTIFACT), which);
  refuseTooMany(artifacts, which, runId);
  const reports = [];
  let [stored, read] = [MOST_STORED, MOST_READ];
  for (const artifact of artifacts) {
    const { bytes, json } = await readArtifact(reading, artifact, stored, read);
    if (which === "whole") [stored, read] = [stored - bytes, read - Buffer.byteLength(json)];
    const report = which === "whole" ? parseClaims(json, artifact.name) : parseReport(json, artifact.name);
    if (which === "whole" || report.part !== void 0) reports.push(report);
  }
  return reports;
}
function chosen(artifacts, which) {
  const whole = artifacts.filter(({ name }) => partOfArtifact(name) === "");
  if (which === "whole" && whole.length > 0) return whole;
  return artifacts.filter(({ name }) => partOfArtifact(name));
}
function refuseTooMany(artifacts, which, runId) {
  const [count, most] = [artifacts.length, MOST_REPORTS[which]];
  if (count > most) throw new UserError(`Run ${runId} has ${count} reports; at most ${most} are read`);
  const size = artifacts.reduce((sum, artifact) => sum + artifact.size, 0);
  if (which !== "whole" || count === 1 || size <= MOST_STORED) return;
  throw new UserError(
    `The ${count} reports of run ${runId} have ${size} bytes together; at most ${MOST_STORED} are read`
  );
}
async function readArtifact({ client, repository, log }, artifact, stored, read) {
  log.info(`Reading ${artifact.name}, ${artifact.size} bytes`);
  const bytes = await downloadArtifact(client, repository, artifact, stored);
  return { bytes: bytes.length, json: await readZipEntry(bytes, ARTIFACT_ENTRY, read, artifact.name) };
}

// src/github/event/workflow-run.ts
var RUN = "workflow_run";
async function readWorkflowRun(env, readFile = readBounded) {
  const { GITHUB_EVENT_NAME: name = "", GITHUB_EVENT_PATH: path } = env;
  if (name !== RUN) {
    throw new UserError(
      `The event is ${JSON.stringify(name)}; reports of forks are published by a workflow that runs "on: workflow_run" with "types: [completed]"`
    );
  }
  const payload = await readPayload(name, path, readFile);
  requireCompleted(payload);
  const place = readRepository(payload, env);
  const reason = whyNothingToPublish(payload);
  return reason === void 0 ? { run: readRun(payload, place) } : { reason };
}
function requireCompleted(payload) {
  const action = payload.word("action");
  if (action === "completed") return;
  throw new UserError(
    `The run is ${action} and has no report before it completes; give "on: workflow_run" the line "types: [completed]"`
  );
}
function readRepository(payload, env) {
  const here = parseRepository(env.GITHUB_REPOSITORY);
  const [id, fullName] = [payload.positive("repository", "id"), payload.repositoryName("repository", "full_name")];
  const run = {
    id: payload.positive(RUN, "repository", "id"),
    name: payload.repositoryName(RUN, "repository", "full_name")
  };
  const expected = `${here.owner}/${here.repo}`;
  if (fullName.toLowerCase() !== expected.toLowerCase() || run.id !== id) {
    throw new UserError(
      `The run is of the repository ${run.name} (${run.id}), and this is ${expected} (${id}); only runs of this repository are reported`
    );
  }
  return { repository: here, repositoryId: id, defaultBranch: payload.branch("repository", "default_branch") };
}
function whyNothingToPublish(payload) {
  const event = payload.word(RUN, "event");
  if (event !== "pull_request") return `the run was started by ${event}; only runs of pull_request are reported here`;
  if (payload.has(RUN, "head_repository")) return void 0;
  return "the repository that the pull request came from is deleted, so the pull request of this run is unknown";
}
function readRun(payload, place) {
  return {
    id: payload.positive(RUN, "id"),
    attempt: payload.positive(RUN, "run_attempt"),
    ...place,
    headSha: payload.sha(RUN, "head_sha"),
    headBranch: payload.branch(RUN, "head_branch"),
    headRepository: {
      id: payload.positive(RUN, "head_repository", "id"),
      fullName: payload.repositoryName(RUN, "head_repository", "full_name"),
      owner: payload.login(RUN, "head_repository", "owner", "login")
    },
    conclusion: payload.word(RUN, "conclusion"),
    url: payload.webAddress(RUN, "html_url"),
    pullRequests: ownPullRequests(payload, place.repositoryId)
  };
}
function ownPullRequests(payload, repository) {
  const own = payload.list(RUN, "pull_requests").filter((pull) => pull.positive("base", "repo", "id") === repository);
  return own.map((pull) => pull.positive("number"));
}

// src/github/pull-request/find-pull-request.ts
var PAGE = 100;
var PAGE_LIMIT = 3;
var KNOWN_LIMIT = 3;
async function findPullRequests(client, repository, run) {
  try {
    const named = await readNamed(client, repository, run);
    const found = named.filter((candidate) => isOf(run, candidate));
    return found.length > 0 ? outcomeOf(run, found) : outcomeOf(run, await listCandidates(client, repository, run));
  } catch (error) {
    return unknown(error);
  }
}
async function findAgain(client, repository, run, pull_number) {
  try {
    const { data } = await client.rest.pulls.get({ ...repository, pull_number });
    return outcomeOf(run, [data]);
  } catch (error) {
    return unknown(error);
  }
}
function unknown(error) {
  const reason = `the pull request cannot be looked up: ${readRefusal(error, "pull-requests: read")}`;
  return { outcome: "unknown", reason };
}
async function readNamed(client, repository, { pullRequests }) {
  if (pullRequests.length > KNOWN_LIMIT) return [];
  const found = [];
  for (const pull_number of pullRequests) {
    const { data } = await client.rest.pulls.get({ ...repository, pull_number }).catch(notThere);
    if (data !== void 0) found.push(data);
  }
  return found;
}
function notThere(error) {
  if (statusOf(error) !== 404) throw error;
  return { data: void 0 };
}
async function listCandidates(client, repository, { headBranch, headRepository }) {
  const candidates = [];
  const query = {
    ...repository,
    state: "open",
    head: `${headRepository.owner}:${headBranch}`,
    per_page: PAGE
  };
  for (let page = 1; page <= PAGE_LIMIT; page += 1) {
    const { data } = await client.rest.pulls.list({ ...query, page });
    candidates.push(...data);
    if (data.length < PAGE) break;
  }
  return candidates;
}
function isOf(run, candidate) {
  return isOpenOn(run, candidate) && candidate.head.sha === run.headSha;
}
function isOpenOn({ headBranch, headRepository }, { state, head }) {
  return state === "open" && head.ref === headBranch && head.repo?.id === headRepository.id;
}
function outcomeOf(run, candidates) {
  const [first, ...others] = candidates.filter((candidate) => isOf(run, candidate)).map(toPullRequest);
  if (first !== void 0) return { outcome: "found", pullRequests: [first, ...others] };
  const moved = candidates.find((candidate) => isOpenOn(run, candidate));
  if (moved !== void 0) return { outcome: "stale", reason: staleReason(run, moved) };
  const { headBranch, headRepository } = run;
  return {
    outcome: "none",
    reason: `there is no open pull request of ${headRepository.fullName}, branch ${headBranch}, at ${short(run.headSha)}`
  };
}
function staleReason({ headSha }, { number, head }) {
  return `pull request #${number} has moved on from ${short(headSha)} to ${short(head.sha)}, whose own run will report`;
}
function toPullRequest({ number, base, head, user }) {
  return { number, baseRef: base.ref, headSha: head.sha, state: "open", author: user?.login ?? "ghost" };
}

// src/github/pull-request/trusted-base.ts
var SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
var refuse = (reason) => ({ trusted: false, reason });
function baseCheck(request) {
  const answers = /* @__PURE__ */ new Map();
  let branch;
  return (commit) => {
    const answer = answers.get(commit) ?? check(request, commit, () => branch ??= compareBranch(request));
    answers.set(commit, answer);
    return answer;
  };
}
async function check(request, commit, compareHead) {
  if (!SHA.test(commit)) return refuse(`${JSON.stringify(commit.slice(0, 80))} is not a full commit id`);
  try {
    return await locate(request, commit, await compareHead());
  } catch (error) {
    return refuse(whyUnknown(request, commit, error));
  }
}
function compareBranch({ client, repository, pullRequest }) {
  return compareCommits(client, repository, pullRequest.baseRef, pullRequest.headSha);
}
async function locate({ client, repository, pullRequest, maxBehind }, commit, { base: tip, mergeBase, behind }) {
  if (commit === tip) return { trusted: true, behindTip: 0 };
  if (commit === mergeBase) return { trusted: true, behindTip: behind };
  const toTip = await compareCommits(client, repository, commit, tip);
  if (toTip.behind > 0) return refuse(`${short(commit)} is not a commit of ${pullRequest.baseRef}`);
  const { ahead: older } = await compareCommits(client, repository, commit, mergeBase);
  if (older <= maxBehind) return { trusted: true, behindTip: toTip.ahead };
  return refuse(
    `${short(commit)} is ${older} commits older than ${short(mergeBase)}, where the pull request left ${pullRequest.baseRef}; at most ${maxBehind} are allowed`
  );
}
function whyUnknown({ pullRequest }, commit, error) {
  const { baseRef, headSha } = pullRequest;
  if (statusOf(error) === 404)
    return `GitHub knows no common history of ${short(commit)}, ${baseRef} and ${short(headSha)}`;
  return `it is unknown whether ${short(commit)} is a commit of ${baseRef}: ${readRefusal(error, "contents: read")}`;
}
async function builtOn(possible, commit) {
  const distances = /* @__PURE__ */ new Map();
  for (const each of possible) {
    const trust = await each.check(commit);
    if (trust.trusted) distances.set(each, trust.behindTip);
  }
  const nearest = Math.min(...distances.values());
  return possible.filter((each) => distances.get(each) === nearest);
}

// src/github/read-content.ts
async function readContent(client, repository, path, ref, limit) {
  const name = `${path} at ${ref}`;
  const content = await ask(client, { ...repository, path, ref }, name);
  return content === void 0 ? void 0 : decode2(content, name, limit);
}
async function ask(client, place, name) {
  try {
    const { data } = await client.rest.repos.getContent({ ...place });
    return "type" in data ? data : { type: "dir", size: 0 };
  } catch (error) {
    if (statusOf(error) === 404) return void 0;
    throw new UserError(`${name} cannot be read: ${readRefusal(error, "contents: read")}`, { cause: error });
  }
}
function decode2({ type, size, encoding, content }, name, limit) {
  if (type !== "file") throw new UserError(`${name} is a ${type}; a file is needed`);
  const bytes = Buffer.from(content ?? "", "base64");
  if (size > limit || bytes.length > limit)
    throw new UserError(`${name}: ${Math.max(size, bytes.length)} bytes are too many; at most ${limit} are read`);
  if (encoding !== "base64" || bytes.length !== size)
    throw new UserError(`${name}: GitHub sent ${bytes.length} of its ${size} bytes, encoded as ${encoding}`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(`${name} is not text in UTF-8`);
  }
}

// src/forks/compare-again.ts
var NOT_CONFIGURED = {
  kind: "none",
  reason: "the default branch's configuration does not have this image (yet): it is compared with nothing, and only the general conditions apply"
};
var MOST_SAID = 4e3;
var MOST_UNKNOWN = 10;
var MOST_COMPARISONS = 1e3;
var MOST_MISSING = 20;
async function compareAgain(report, trustedSide) {
  const { images, conditionsOf } = trustedSide;
  refuseTooMany2(report);
  const expected = report.comparisons.filter(({ image }) => conditionsOf(image) !== void 0);
  const names = /* @__PURE__ */ new Set([...images.map(({ name }) => name), ...expected.map(({ image }) => image)]);
  const compared = [];
  for (const name of names) {
    const trusted = conditionsOf(name);
    const claims = expected.filter(({ image }) => image === name);
    if (trusted !== void 0) compared.push(...await compareTrustedImage(trusted, claims, trustedSide));
  }
  const unknown2 = report.comparisons.filter(({ image }) => !names.has(image));
  const comparisons = [...compareVariantOutputs(compared, images), ...compareUnknown(unknown2, trustedSide)];
  const { part, commit } = report;
  return {
    ...createReport(comparisons, {
      missing: [...boundedMissing(report.missing ?? []), ...uncounted(unknown2.length, part)],
      ...part === void 0 ? {} : { part },
      ...commit === void 0 ? {} : { commit }
    }),
    ...compareRelated(images, comparisons)
  };
}
async function compareTrustedImage(trusted, claims, trustedSide) {
  const comparisons = [];
  for (const claim of claims) {
    comparisons.push(compareClaim(claim, trusted, await trustedSide.baselineOf(subjectOf(claim))));
  }
  for (const platform of await absentPlatforms(trusted, claims, trustedSide)) {
    const subject = { image: trusted.name, platform };
    comparisons.push(unmeasured(subject, trusted, await trustedSide.baselineOf(subject), NOT_IN_REPORT));
  }
  return comparisons;
}
var NOT_IN_REPORT = "the report file does not have it, though it is configured or was there before";
function compareClaim(claim, trusted, baseline) {
  const subject = subjectOf(claim);
  if (claim.verdict === "removed") return compareClaimedRemoval(subject, trusted, baseline);
  if (claim.head === null) return unmeasured(subject, trusted, baseline, quoteReason(claim));
  const { conditions, noise, verify } = trusted;
  const head = withConfiguredChecks(claim.head, trusted);
  const comparison = compareImage({ image: subject.image, baseline, head, conditions, noise, verify });
  const { explanation, contents } = claim;
  return withTrueExtras({
    ...comparison,
    ...explanation === void 0 ? {} : { explanation },
    ...contents === void 0 ? {} : { contents }
  });
}
function compareClaimedRemoval(subject, trusted, baseline) {
  if (baseline.kind !== "measured") {
    const reason = "the run says that it was removed, but no trusted baseline has it";
    return unmeasured(subject, trusted, baseline, reason);
  }
  const removed = compareRemoved({ image: subject.image, baseline });
  return { ...removed, notes: [...removed.notes, "Only the pull request's own run says that it is gone."] };
}
function unmeasured(subject, trusted, baseline, error) {
  const { conditions, noise } = trusted;
  return compareImage({ ...subject, baseline, head: { error }, conditions, noise });
}
function quoteReason({ notes }) {
  const said = cutMiddle(visibleLines(notes.join("\n")).trim(), MOST_SAID);
  return `it was not measured; the run that should measure it says: ${said === "" ? "nothing" : said}`;
}
function withConfiguredChecks({ checks = [], ...head }, { verify = [] }) {
  if (verify.length === 0) return head;
  const results = new Map(checks.map((result) => [result.check, result]));
  const absent = (check2) => ({
    check: check2,
    outcome: "skipped",
    reason: "the report file has no result of it"
  });
  return { ...head, checks: verify.map(({ label }) => results.get(label) ?? absent(label)) };
}
async function absentPlatforms({ name, platforms = [] }, claims, { platformsOf }) {
  const wanted = [];
  for (const platform of [...platforms, ...await platformsOf(name)])
    if (!wanted.some((each) => samePlatform(each, platform))) wanted.push(platform);
  if (wanted.length === 0) return claims.length === 0 ? [""] : [];
  if (claims.some(({ platform }) => platform === "")) return [];
  return wanted.filter((platform) => !claims.some((each) => samePlatform(each.platform, platform)));
}
function compareUnknown(unknown2, { general }) {
  return unknown2.slice(0, MOST_UNKNOWN).map((claim) => {
    const comparison = compareClaim(claim, { name: claim.image, conditions: general }, NOT_CONFIGURED);
    const { notes } = comparison;
    return notes.includes(NOT_CONFIGURED.reason) ? comparison : { ...comparison, notes: [...notes, NOT_CONFIGURED.reason] };
  });
}
function refuseTooMany2({ comparisons }) {
  if (comparisons.length <= MOST_COMPARISONS) return;
  throw new UserError(
    `the report has ${comparisons.length} comparisons; a report from a pull request's run may have at most ${MOST_COMPARISONS}`
  );
}
function boundedMissing(missing) {
  return missing.slice(0, MOST_MISSING).map(({ part, reason }) => ({
    part: cutMiddle(visibleLine(part), 100),
    reason: `the run says: ${cutMiddle(visibleLine(reason), 300)}`
  }));
}
function uncounted(unknown2, part = "the report") {
  if (unknown2 <= MOST_UNKNOWN) return [];
  const more = unknown2 - MOST_UNKNOWN;
  return [{ part, reason: `${more} more images that the default branch's configuration does not have` }];
}
function subjectOf({ image, platform }) {
  return { image, platform };
}

// src/forks/configured.ts
function trustedConditions(configText, inline, name, env = {}) {
  return configText === void 0 ? ofInputs(inline) : ofFile(readConfigFile(configText, name, env));
}
function ofFile(config) {
  const images = completeImages(config, targetsNamed(config)).map(toTrusted);
  const byName = new Map(images.map((image) => [image.name, image]));
  const general = gravestFirst(config.conditions);
  return {
    images,
    general,
    conditionsOf: (image) => {
      const own = byName.get(image);
      if (own !== void 0 || config.bake.length === 0 || !isImageName(image)) return own;
      return { name: image, conditions: general };
    }
  };
}
function targetsNamed({ bake, entries }) {
  const [group] = bake;
  if (group === void 0) return [];
  const sourced = new Set(entries.flatMap(({ name, source }) => source === null ? [] : [name]));
  const named = entries.flatMap(({ name, source, variantOf = name }) => [
    ...source === null ? [name] : [],
    variantOf
  ]);
  return [...new Set(named)].filter((name) => !sourced.has(name)).map((name) => ({ name, source: { kind: "bake", files: group.files, target: name } }));
}
function toTrusted({ source, always: _, ...image }) {
  const platforms = "platforms" in source ? source.platforms : void 0;
  return { ...image, ...platforms === void 0 ? {} : { platforms } };
}
function ofInputs(inline) {
  const lines = [...inline.failIf, ...inline.warnIf].flatMap(parseList);
  const names = [...new Set(lines.flatMap((line) => splitScope(line).image ?? []))];
  const conditionsOf = parseGates(inline, names);
  const trust = (name) => ({ name, conditions: conditionsOf(name) });
  return {
    images: names.map(trust),
    general: [],
    conditionsOf: (image) => isImageName(image) ? trust(image) : void 0
  };
}
function gravestFirst(conditions) {
  return [...conditions.filter(({ level }) => level === "fail"), ...conditions.filter(({ level }) => level === "warn")];
}
var NO_BASELINE = { kind: "none", reason: "" };
function withConfiguredImages(report, { images }, config) {
  const measured = new Set(report.comparisons.map(({ image }) => image));
  const absent = images.filter(({ name }) => !measured.has(name));
  if (absent.length === 0) return report;
  const error = `no part measured it, though ${config} has it: add its name to the \`images\` of a job`;
  const added = absent.map(
    ({ name, conditions }) => compareImage({ image: name, baseline: NO_BASELINE, head: { error }, conditions })
  );
  const comparisons = [...report.comparisons, ...added];
  return { ...report, ...createReport(comparisons, report) };
}

// src/forks/trusted-baselines.ts
var NO_RECORD = {
  kind: "none",
  reason: "no trusted baseline: the data branch has no record for it, and the one in the report file is not believed"
};
var NOT_SAID = "GitHub does not say what the pull request is built on, so the record to compare with is not known; run this workflow again";
var MOST_CLAIMS = 5;
var TrustedBaselines = class {
  #request;
  #bases = /* @__PURE__ */ new Map();
  #claims = /* @__PURE__ */ new Set();
  #mergeBase;
  constructor(request) {
    this.#request = request;
  }
  /** None where no record has the image on this platform; an error where nobody can tell. */
  async baselineOf({ image, platform }) {
    const base = await this.#baseOf(image);
    if (base.kind === "error") return { kind: "error", reason: base.reason };
    const measurement = measurementsOf(base).find((each) => samePlatform(each.platform, platform));
    return base.origin === void 0 || measurement === void 0 ? NO_RECORD : { kind: "measured", origin: base.origin, measurement };
  }
  /** The platforms that the record of an image has. */
  async platformsOf(image) {
    return measurementsOf(await this.#baseOf(image)).map(({ platform }) => platform);
  }
  /**
   * The images of the recorded commit that is nearest to where the pull request left its base branch. Where no configuration lists the
   * images, a report without one of these hides it.
   * @throws UserError where GitHub does not say where that is
   */
  async recordedImages() {
    const { records } = this.#request;
    if (records?.snapshot.commit === void 0) return [];
    const commit = await this.#leftBase();
    if (commit === void 0) throw new UserError(NOT_SAID);
    const paths = [...records.snapshot.files.keys()];
    for (const ancestor of await records.lineage(commit)) {
      const images = paths.flatMap((path) => imageOfRecord(path, ancestor) ?? []);
      if (images.length > 0) return [...new Set(images)];
    }
    return [];
  }
  #baseOf(image) {
    const base = this.#bases.get(image) ?? this.#find(image);
    this.#bases.set(image, base);
    return base;
  }
  async #find(image) {
    const { records } = this.#request;
    if (records === void 0) return NO_RECORD;
    const commit = await this.#commitOf(image);
    if (commit === void 0) return { kind: "error", reason: NOT_SAID };
    const commits = await records.lineage(commit);
    return findBase({ records: { records, commits }, otherwise: NO_RECORD.reason }, image);
  }
  async #commitOf(image) {
    const { report, check: check2 } = this.#request;
    const claims = report.comparisons.filter((comparison) => comparison.image === image);
    const [claimed] = claims.flatMap(({ baseline }) => baseline?.origin.commit ?? []);
    if (claimed !== void 0 && this.#isLookedAt(claimed) && (await check2(claimed)).trusted) return claimed;
    return this.#leftBase();
  }
  #leftBase() {
    this.#mergeBase ??= this.#request.mergeBase();
    return this.#mergeBase;
  }
  /** Whether a claimed commit is among the first few, which are the ones looked at. */
  #isLookedAt(claimed) {
    if (this.#claims.size < MOST_CLAIMS) this.#claims.add(claimed);
    return this.#claims.has(claimed);
  }
};
function measurementsOf(base) {
  return base.kind === "measured" ? base.measurements : [];
}

// src/forks/compare-run.ts
var MOST_PULLS = 5;
async function compareRun(run) {
  const { env, client, log } = run;
  const found = await readWorkflowRun(env);
  if ("reason" in found) return nothing(run, found.reason);
  const { repository } = found.run;
  const pulls = await findPullRequests(client, repository, found.run);
  if (pulls.outcome === "unknown") throw new UserError(pulls.reason);
  if (pulls.outcome !== "found") return nothing(run, pulls.reason);
  const reports = await readReports({ client, repository, runId: found.run.id, log }, "whole");
  if (reports.length === 0 && run.inputs.parts.length === 0) {
    return nothing(run, "the run uploaded no report: it commented by itself, or measured nothing");
  }
  const report = ofHead(mergeReports(reports, run.inputs.parts), found.run);
  const trusted = await readTrusted(run, found.run);
  return publishFor(run, found.run, pulls.pullRequests, report, trusted);
}
function nothing({ log }, reason) {
  log.info(`Nothing to report: ${reason}`);
  return [];
}
function ofHead(report, { headSha }) {
  if (report.commit === headSha || report.commit === void 0 && report.comparisons.length === 0) return report;
  throw new UserError(
    `The report is of commit ${report.commit ?? "(not given)"}, the run of ${headSha}: a report is published only for its own commit`
  );
}
async function readTrusted({ inputs, client, env }, { repository, defaultBranch }) {
  const { config, failIf, warnIf } = inputs;
  const ref = env.GITHUB_SHA || defaultBranch;
  const text = config === "" ? void 0 : await readContent(client, repository, config, ref, MAX_CONFIG);
  if (text !== void 0 && failIf.length + warnIf.length > 0) {
    throw new UserError(
      `${config} of the default branch sets the conditions, and so do fail-if and warn-if: move these into the file, or set config to none`
    );
  }
  return { ...trustedConditions(text, inputs, config), isConfigured: text !== void 0 };
}
function withRecorded(trusted, recorded) {
  const configured = new Set(trusted.images.map(({ name }) => name));
  const added = recorded.filter((name) => !configured.has(name)).flatMap((name) => trusted.conditionsOf(name) ?? []);
  return { ...trusted, images: [...trusted.images, ...added] };
}
async function publishFor(run, workflowRun, pulls, report, trusted) {
  var _stack = [];
  try {
    const records = __using(_stack, await openTrustedRecords(run, workflowRun.repository), true);
    const published = [];
    for (const pull of await whichPulls(run, workflowRun.repository, pulls, baselineCommit(report))) {
      const compared = await compareForPull({ run, workflowRun, records, trusted }, pull, report);
      published.push(await publishReport(publishRequest(run, workflowRun, pull.pullRequest, compared), compared));
    }
    return published;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function compareForPull({ run, workflowRun, records, trusted }, { pullRequest, check: check2 }, report) {
  const { repository, headSha } = workflowRun;
  const mergeBase = () => mergeBaseOf(run.client, repository, pullRequest.baseRef, headSha);
  const bases = new TrustedBaselines({ records, report, check: check2, mergeBase });
  const compared = await compareAgain(report, {
    ...trusted.isConfigured ? trusted : withRecorded(trusted, await bases.recordedImages()),
    baselineOf: (subject) => bases.baselineOf(subject),
    platformsOf: (image) => bases.platformsOf(image)
  });
  return records === void 0 ? compared : withTrends(compared, records);
}
function publishRequest(run, workflowRun, pullRequest, report) {
  const { repository, repositoryId, url: runUrl, headSha, headRepository } = workflowRun;
  return {
    ...run,
    repository,
    pullRequest: pullRequest.number,
    author: pullRequest.author,
    headSha,
    runUrl,
    measuredBy: workflowRun,
    subject: JSON.stringify([[...run.inputs.parts].sort(), run.inputs.config]),
    fromFork: headRepository.id !== repositoryId,
    whyOutdated: () => whyOutdated(run, workflowRun, pullRequest.number),
    part: "",
    handOver: "never",
    baselineCommit: baselineCommit(report)
  };
}
async function whyOutdated({ client }, run, number) {
  const found = await findAgain(client, run.repository, run, number);
  return found.outcome === "found" ? void 0 : found.reason;
}
async function openTrustedRecords({ inputs, env, signal }, repository) {
  const { dataBranch: branch, maxBehind, token } = inputs;
  if (branch === "") return void 0;
  const serverUrl = serverUrlOf(env);
  const address = addressOf(repository, { token: token || void 0, ...serverUrl ? { serverUrl } : {}, signal });
  return openRecords({ repository: address, branch, maxBehind });
}
async function whichPulls({ client, log, inputs: { maxBehind } }, repository, pulls, claimed) {
  const oldest = [...pulls].sort((a, b) => a.number - b.number).slice(0, MOST_PULLS);
  if (pulls.length > MOST_PULLS)
    log.warning(`${pulls.length} pull requests have this head; only the oldest ${MOST_PULLS} get the report`);
  const possible = oldest.map((pullRequest) => ({
    pullRequest,
    check: baseCheck({ client, repository, pullRequest, maxBehind })
  }));
  const built = possible.length > 1 && claimed !== "" ? await builtOn(possible, claimed) : possible;
  return built.length > 0 ? built : possible;
}

// src/run/report-action.ts
var CALL_LIMIT = 300;
var CALL_LIMIT_FOR_STRANGERS = 150;
async function runReportAction(inputs, env, signal) {
  const log = actionsLog((text) => process.stdout.write(text));
  const { problem } = await temporaryParent(env);
  if (problem !== void 0) log.warning(problem);
  const apiUrl = env.GITHUB_API_URL ? { apiUrl: env.GITHUB_API_URL } : {};
  const isOfStrangers = env.GITHUB_EVENT_NAME === "workflow_run";
  const callLimit = isOfStrangers ? CALL_LIMIT_FOR_STRANGERS : CALL_LIMIT;
  const client = connect({ token: inputs.token || "none", callLimit, signal, ...apiUrl });
  const run = { inputs, env, signal, client, log };
  const reports = isOfStrangers ? await compareRun(run) : [await mergeRun(run)];
  if (reports.length === 0) await publish({ outputs: NOTHING_REPORTED, summary: "", annotations: [] }, env);
  return reports.flatMap(failureLines);
}
async function mergeRun(run) {
  const { inputs, env, client, log } = run;
  const event = await readEvent(env);
  const { repository, pullRequest, runUrl, fromFork } = event;
  const runId = Number(env.GITHUB_RUN_ID);
  const reports = await readReports({ client, repository, runId, log }, "parts");
  if (reports.length === 0 && inputs.parts.length === 0) {
    throw new UserError(
      "No job of this run has uploaded a part: give the jobs that measure an input `part`, and this one `needs` and `parts`"
    );
  }
  const merged = mergeReports(reports, inputs.parts);
  const report = await withAllImages(run, merged, repository);
  const headSha = (event.event.kind === "pull_request" ? event.event.headSha : void 0) ?? env.GITHUB_SHA ?? "";
  const place = { repository, pullRequest, headSha, runUrl, fromFork };
  return publishReport(
    {
      ...run,
      ...place,
      subject: subjectOf2(inputs),
      baselineCommit: baselineCommit(report),
      part: "",
      handOver: "denied"
    },
    report
  );
}
var subjectOf2 = ({ parts, config }) => JSON.stringify([[...parts].sort(), config]);
async function withAllImages({ inputs, env, client }, report, repository) {
  const { config } = inputs;
  if (config === "" || !env.GITHUB_SHA) return report;
  const text = await readContent(client, repository, config, env.GITHUB_SHA, MAX_CONFIG);
  if (text === void 0) return report;
  return withConfiguredImages(report, trustedConditions(text, inputs, config, env), config);
}
export {
  runReportAction
};
