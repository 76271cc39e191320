// What stands for the placeholders of a pattern (models/patterns.hpp) when it is told of a record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lastseen/models/patterns.hpp>
#include <lastseen/sim/time.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// The pattern with each placeholder replaced by `text_of(placeholder)`.
template <class TextOf>
std::string fill(std::string_view pattern, TextOf text_of) {
  std::string text;
  while (!pattern.empty()) {
    const models::PatternPart part = models::take_part(pattern);
    text += part.text;
    if (part.placeholder) text += text_of(*part.placeholder);
  }
  return text;
}

/// The pattern, told of a record. `records` are all of the run, record id i at index i - 1. Throws std::invalid_argument for
/// a placeholder of logs.
std::string fill(std::string_view pattern, const sim::Record& record,
                 const std::vector<sim::Record>& records);

/// What stands for one placeholder; likewise.
std::string placeholder_text(models::Placeholder placeholder, const sim::Record& record,
                             const std::vector<sim::Record>& records);

/// How long an entry was not seen when the cleanup removed it.
sim::Duration unseen(const sim::Record& stale, const std::vector<sim::Record>& records);

}  // namespace lastseen::experiments
