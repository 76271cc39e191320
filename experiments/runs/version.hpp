// The version of this library and its program.
#pragma once

namespace lastseen::experiments {

/// "0.1.0"
extern const char* const version;

}  // namespace lastseen::experiments
