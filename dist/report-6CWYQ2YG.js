import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  FORMS,
  showReports
} from "./chunk-RH4UI5H2.js";
import "./chunk-Q6GM7RE2.js";
import "./chunk-LACP5MN4.js";
import "./chunk-PSTXDVGH.js";
import "./chunk-GWQ6EPUK.js";
import "./chunk-ICFS2YPS.js";
import "./chunk-5ZAVMBZ7.js";
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
