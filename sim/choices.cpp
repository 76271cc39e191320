#include <lastseen/sim/choices.hpp>

#include <fmt/format.h>

#include <array>
#include <bit>
#include <utility>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {

namespace {

/// "weights 1:2:5"
std::string weights_text(std::span<const double> weights) {
  std::string text = "weights ";
  for (const double& weight : weights) {
    if (&weight != &weights.front()) text += ':';
    text += fmt::format("{}", weight);
  }
  return text;
}

}  // namespace

std::string_view name(ChoiceKind kind) {
  constexpr std::array<std::string_view, 7> names = {"uniform", "below", "happens", "weighted",
                                                     "variate", "next",  "at_once"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string outcome_text(const Choice& choice) {
  switch (choice.kind) {
    case ChoiceKind::uniform: return fmt::format("{}", std::bit_cast<double>(choice.outcome));
    case ChoiceKind::happens:
    case ChoiceKind::at_once: return choice.outcome == 0 ? "false" : "true";
    case ChoiceKind::variate: return to_text(Duration(static_cast<Duration::rep>(choice.outcome)));
    default: return fmt::format("{}", choice.outcome);
  }
}

void ChoiceRecording::add_draw(Choice choice) {
  const auto& [entity, purpose, scope, ordinal] = choice.label;
  if (!labels_.emplace(entity, purpose, scope, ordinal).second) {
    throw Defect(
        fmt::format("two things are drawn by one label (entity {}, purpose {}, scope {}, ordinal {})", entity,
                    purpose, scope, ordinal));
  }
  choices_.push_back(std::move(choice));
}

double ChoiceRecording::uniform(const Label& label) {
  const double outcome = of_.uniform(label);
  add_draw({.kind = ChoiceKind::uniform,
            .label = label,
            .options = "(0, 1)",
            .outcome = std::bit_cast<std::uint64_t>(outcome)});
  return outcome;
}

std::uint32_t ChoiceRecording::below(const Label& label, std::uint32_t n) {
  const std::uint32_t outcome = of_.below(label, n);
  add_draw({.kind = ChoiceKind::below,
            .label = label,
            .options = fmt::format("0..{}", n - 1),
            .outcome = outcome});
  return outcome;
}

bool ChoiceRecording::happens(const Label& label, double probability) {
  const bool outcome = of_.happens(label, probability);
  add_draw({.kind = ChoiceKind::happens,
            .label = label,
            .options = fmt::format("p = {}", probability),
            .outcome = outcome ? 1U : 0U});
  return outcome;
}

std::uint32_t ChoiceRecording::weighted(const Label& label, std::span<const double> weights) {
  const std::uint32_t outcome = of_.weighted(label, weights);
  add_draw(
      {.kind = ChoiceKind::weighted, .label = label, .options = weights_text(weights), .outcome = outcome});
  return outcome;
}

Duration ChoiceRecording::variate(const Label& label, const Distribution& distribution) {
  const Duration outcome = of_.variate(label, distribution);
  add_draw({.kind = ChoiceKind::variate,
            .label = label,
            .options = distribution.to_text(),
            .outcome = static_cast<std::uint64_t>(outcome.count())});
  return outcome;
}

std::size_t ChoiceRecording::next(Instant now, std::span<const EventLabel> due) {
  const std::size_t outcome = of_.next(now, due);
  choices_.push_back({.kind = ChoiceKind::next,
                      .at = now,
                      .events = {due.begin(), due.end()},
                      .options = fmt::format("0..{}", due.size() - 1),
                      .outcome = outcome});
  return outcome;
}

bool ChoiceRecording::at_once(Instant now, const EventLabel& event) {
  const bool outcome = of_.at_once(now, event);
  choices_.push_back({.kind = ChoiceKind::at_once,
                      .at = now,
                      .events = {event},
                      .options = "false, true",
                      .outcome = outcome ? 1U : 0U});
  return outcome;
}

ChoiceReplay::ChoiceReplay(const std::vector<Choice>& choices, ChoiceSource& otherwise)
    : otherwise_{otherwise} {
  std::map<std::pair<ChoiceKind, Instant>, std::uint32_t> seen;
  for (const Choice& choice : choices) {
    if (choice.kind == ChoiceKind::next || choice.kind == ChoiceKind::at_once) {
      orders_.insert_or_assign({choice.kind, choice.at, seen[{choice.kind, choice.at}]++}, choice);
    } else {
      draws_.insert_or_assign(draw(choice.kind, choice.label), choice);
    }
  }
}

ChoiceReplay::Draw ChoiceReplay::draw(ChoiceKind kind, const Label& label) {
  return {kind, label.entity, label.purpose, label.scope, label.ordinal};
}

const Choice* ChoiceReplay::find(ChoiceKind kind, const Label& label) const {
  const auto found = draws_.find(draw(kind, label));
  return found == draws_.end() ? nullptr : &found->second;
}

const Choice* ChoiceReplay::find(ChoiceKind kind, Instant now) {
  const auto found = orders_.find({kind, now, asked_[{kind, now}]++});
  return found == orders_.end() ? nullptr : &found->second;
}

double ChoiceReplay::uniform(const Label& label) {
  const Choice* choice = find(ChoiceKind::uniform, label);
  const double outcome = choice ? std::bit_cast<double>(choice->outcome) : 0;
  return outcome > 0 && outcome < 1 ? outcome : otherwise_.uniform(label);
}

std::uint32_t ChoiceReplay::below(const Label& label, std::uint32_t n) {
  const Choice* choice = find(ChoiceKind::below, label);
  return choice && choice->outcome < n ? static_cast<std::uint32_t>(choice->outcome)
                                       : otherwise_.below(label, n);
}

bool ChoiceReplay::happens(const Label& label, double probability) {
  const Choice* choice = find(ChoiceKind::happens, label);
  return choice ? choice->outcome != 0 : otherwise_.happens(label, probability);
}

std::uint32_t ChoiceReplay::weighted(const Label& label, std::span<const double> weights) {
  const Choice* choice = find(ChoiceKind::weighted, label);
  return choice && choice->outcome < weights.size() && weights[choice->outcome] > 0
             ? static_cast<std::uint32_t>(choice->outcome)
             : otherwise_.weighted(label, weights);
}

Duration ChoiceReplay::variate(const Label& label, const Distribution& distribution) {
  const Choice* choice = find(ChoiceKind::variate, label);
  return choice ? Duration(static_cast<Duration::rep>(choice->outcome))
                : otherwise_.variate(label, distribution);
}

std::size_t ChoiceReplay::next(Instant now, std::span<const EventLabel> due) {
  const Choice* choice = find(ChoiceKind::next, now);
  return choice && choice->outcome < due.size() ? choice->outcome : otherwise_.next(now, due);
}

bool ChoiceReplay::at_once(Instant now, const EventLabel& event) {
  const Choice* choice = find(ChoiceKind::at_once, now);
  return choice ? choice->outcome != 0 : otherwise_.at_once(now, event);
}

}  // namespace lastseen::sim
