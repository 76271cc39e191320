// Internal: what a report carries besides its document: style and scripts, put into the library at build time
// (assets.cmake, assets.S.in). The third-party scripts are empty in a build without npm; charts are then shown as
// tables.
#pragma once

#include <string_view>

namespace lastseen::plots {

struct Assets {
  std::string_view style;   ///< page.css
  std::string_view script;  ///< page.js
  std::string_view vega;    ///< the scripts are run in this order, then page.js
  std::string_view vega_lite;
  std::string_view vega_embed;
  std::string_view notices;  ///< licence texts of the third-party scripts
  std::string_view
      policy;  ///< content security policy: nothing is loaded, only the texts above may run or style

  bool has_charts() const { return !vega.empty(); }
};

/// The assets of this build.
Assets built_in_assets();

}  // namespace lastseen::plots
