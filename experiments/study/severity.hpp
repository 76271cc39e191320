// How bad it is that a figure has passed a level: of an alert's rule, or of a target.
#pragma once

namespace lastseen::experiments {

enum class Severity { warning, critical };

/// "warning", "critical".
constexpr const char* to_text(Severity severity) {
  return severity == Severity::warning ? "warning" : "critical";
}

}  // namespace lastseen::experiments
