#include <lastseen/models/choice_text.hpp>

#include <fmt/format.h>

#include <lastseen/models/labels.hpp>
#include <lastseen/models/timers.hpp>
#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {
namespace {

/// "arrival of ping (user 0, connection 1, part 3)"
std::string event_text(const sim::EventLabel& event) {
  const sim::Subject& subject = event.subject;
  const bool is_of_server = side_of(static_cast<Role>(event.actor.role)) == Side::server;
  std::string text = fmt::format("{} (", name(static_cast<Timer>(event.purpose)));
  switch (static_cast<SubjectType>(subject.type)) {
    case SubjectType::none:
      text += fmt::format("{} {}", is_of_server ? "instance" : "user", event.actor.index);
      break;
    case SubjectType::job: text += fmt::format("user {}, job {}", subject.owner, subject.number); break;
    case SubjectType::connection:
      text += fmt::format("user {}, connection {}", subject.owner, subject.number);
      break;
    case SubjectType::poll:
      text += fmt::format("user {}, polling loop {}", subject.owner, subject.number);
      break;
  }
  if (subject.part != 0) text += fmt::format(", part {}", subject.part);
  return text + ")";
}

}  // namespace

std::string to_text(const sim::Choice& choice) {
  std::string what;
  if (choice.kind == sim::ChoiceKind::next) {
    what = fmt::format("at {}: ", sim::to_text(choice.at - sim::run_start));
    for (std::size_t index = 0; index < choice.events.size(); ++index) {
      what += fmt::format("{}{} {}", index == 0 ? "" : ", ", index, event_text(choice.events[index]));
    }
  } else if (choice.kind == sim::ChoiceKind::at_once) {
    what = fmt::format("at {}: {}: {}", sim::to_text(choice.at - sim::run_start),
                       event_text(choice.events.front()), choice.options);
  } else {
    what = fmt::format("{}: {}", to_text(choice.label), choice.options);
  }
  return fmt::format("{:<9}{} -> {}", name(choice.kind), what, outcome_text(choice));
}

}  // namespace lastseen::models
