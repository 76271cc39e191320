// The symbols of assets.S as string views.
#include <lastseen/plots/assets.hpp>

#include <cstddef>

// LASTSEEN_ASSET(name): declares the two symbols that stand around an asset. Arrays of unknown bound, because their
// addresses are all that is meant.
#define LASTSEEN_ASSET(name)                             \
  extern "C" const char lastseen_asset_##name##_begin[]; \
  extern "C" const char lastseen_asset_##name##_end[]

LASTSEEN_ASSET(style);
LASTSEEN_ASSET(script);
LASTSEEN_ASSET(vega);
LASTSEEN_ASSET(vega_lite);
LASTSEEN_ASSET(vega_embed);
LASTSEEN_ASSET(notices);
LASTSEEN_ASSET(policy);

namespace lastseen::plots {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

Assets built_in_assets() {
  return {.style = between(lastseen_asset_style_begin, lastseen_asset_style_end),
          .script = between(lastseen_asset_script_begin, lastseen_asset_script_end),
          .vega = between(lastseen_asset_vega_begin, lastseen_asset_vega_end),
          .vega_lite = between(lastseen_asset_vega_lite_begin, lastseen_asset_vega_lite_end),
          .vega_embed = between(lastseen_asset_vega_embed_begin, lastseen_asset_vega_embed_end),
          .notices = between(lastseen_asset_notices_begin, lastseen_asset_notices_end),
          .policy = between(lastseen_asset_policy_begin, lastseen_asset_policy_end)};
}

}  // namespace lastseen::plots
