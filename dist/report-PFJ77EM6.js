import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  FORMS,
  showReports
} from "./chunk-6NELXEFD.js";
import "./chunk-DB5VEWNH.js";
import "./chunk-GY3KRJES.js";
import "./chunk-R6QGMGQ6.js";
import "./chunk-GWQ6EPUK.js";
import "./chunk-KAUNJY4F.js";
import "./chunk-NVQJ5B6A.js";
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
