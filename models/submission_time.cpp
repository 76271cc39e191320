#include <lastseen/models/submission_time.hpp>

#include <fmt/format.h>

#include <stdexcept>

#include <lastseen/sim/text.hpp>

namespace lastseen::models {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::size_t times_found(std::string_view text, std::string_view what) {
  std::size_t times = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos;
       at = text.find(what, at + what.size())) {
    ++times;
  }
  return times;
}

std::string stand_in_text() { return sim::to_text(SubmissionTime::stand_in); }

}  // namespace

SubmissionTime SubmissionTime::parse(std::string_view text) {
  const std::string stand_ins = replaced(std::string(text), session_word, stand_in_text());
  SubmissionTime time = [&]() -> SubmissionTime {
    try {
      return sim::Distribution::parse(stand_ins);
    } catch (const std::invalid_argument& problem) {
      throw std::invalid_argument(replaced(problem.what(), stand_in_text(), session_word));
    }
  }();
  const std::size_t given = times_found(stand_ins, stand_in_text());
  if (given == 0) return time;
  if (times_found(time.written_.to_text(), stand_in_text()) < given) {
    throw std::invalid_argument(fmt::format(
        "distribution {}: {} is a part of a constant here; allowed: where a duration is a parameter, as in "
        "uniform(0s, {})",
        sim::quote(text), session_word, session_word));
  }
  time.names_session_ = true;
  try {
    time.resolved_ = time.in(usual_session);  // which most sessions have: no world needs to read it again
    time.resolved_for_ = usual_session;
  } catch (const std::invalid_argument&) {  // there is none in a session of that length
  }
  return time;
}

std::string SubmissionTime::to_text() const {
  const std::string text = written_.to_text();
  return names_session_ ? replaced(text, stand_in_text(), session_word) : text;
}

sim::Distribution SubmissionTime::in(sim::Duration session) const {
  if (!names_session_ || session == resolved_for_) return resolved_;
  return sim::Distribution::parse(replaced(written_.to_text(), stand_in_text(), sim::to_text(session)));
}

}  // namespace lastseen::models
