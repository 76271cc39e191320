// Where text goes piece by piece, so that what is long is never held as a whole.
#pragma once

#include <functional>
#include <string_view>

namespace lastseen::experiments {

using Sink = std::function<void(std::string_view)>;

}  // namespace lastseen::experiments
