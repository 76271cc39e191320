#include <lastseen/models/labels.hpp>

#include <fmt/format.h>

namespace lastseen::models {

LabelFields fields(const sim::Label& label) {
  LabelFields fields{.whose = label.entity % LabelBounds::whose,
                     .purpose = static_cast<Purpose>(label.purpose),
                     .part = label.ordinal % LabelBounds::parts,
                     .copy = label.ordinal / LabelBounds::parts};
  fields.origin.upper_ = label.entity - fields.whose;
  fields.origin.lower_ = label.scope;
  return fields;
}

std::string to_text(const sim::Label& label) {
  const auto [whose, purpose, origin, part, copy] = fields(label);
  std::string text =
      fmt::format("{}, {} {}", name(purpose), is_of_instances(purpose) ? "instance" : "user", whose);
  switch (origin.root().kind()) {
    case RootKind::job:
      if (origin.root().number() != 0) text += fmt::format(", job {}", origin.root().number());
      break;
    case RootKind::app_start: text += ", app start"; break;
    case RootKind::fault: text += fmt::format(", fault {}", origin.root().number()); break;
  }
  if (origin.nth() != 0) text += fmt::format(", number {}", origin.nth());
  if (part != 0) text += fmt::format(", part {}", part);
  if (copy != 0) text += fmt::format(", copy {}", copy);
  return text;
}

}  // namespace lastseen::models
