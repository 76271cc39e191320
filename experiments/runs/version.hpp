#pragma once

namespace lastseen::experiments {

inline constexpr const char* version = LASTSEEN_VERSION;

}  // namespace lastseen::experiments
