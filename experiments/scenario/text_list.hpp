// Lists in text: items separated by commas, where a comma inside brackets belongs to the item.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lastseen::experiments {

/// "10s, uniform(1s, 2s)" -> {"10s", "uniform(1s, 2s)"}; items are trimmed, an empty text has one empty item.
std::vector<std::string> split_list(std::string_view text);

std::string_view trimmed(std::string_view text);

}  // namespace lastseen::experiments
