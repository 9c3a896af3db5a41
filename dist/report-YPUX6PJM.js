import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  FORMS,
  showReports
} from "./chunk-MZWXJB3C.js";
import "./chunk-7Q6FS2UV.js";
import "./chunk-3RDV2QKY.js";
import "./chunk-PSTXDVGH.js";
import "./chunk-GWQ6EPUK.js";
import "./chunk-WPF5G5VN.js";
import "./chunk-TMYTQPXD.js";
import "./chunk-TGCFGZ2R.js";
import "./chunk-QX4VVKC4.js";
import "./chunk-UWS2MVFE.js";
import "./chunk-FPYIA4FT.js";
import "./chunk-XSAKZETS.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import "./chunk-LL3EZWTN.js";
import "./chunk-UOFCCHBS.js";
export {
  FORMS,
  showReports
};
