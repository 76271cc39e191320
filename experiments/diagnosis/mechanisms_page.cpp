#include <lastseen/experiments/diagnosis/mechanisms_page.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/diagnosis/evidence_table_text.hpp>
#include <lastseen/experiments/diagnosis/remedy_table_text.hpp>
#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/mechanisms.hpp>
#include <lastseen/models/remedies.hpp>

namespace lastseen::experiments {
namespace {

constexpr const char* introduction = R"(# Mechanisms and remedies

This page is the output of `lastseen explain --format markdown`; a test compares the two.

Every way to lose a notification has a name, and so has every remedy. A name is shorthand for settings: `--mechanism
NAME` and `--remedy NAME` apply them to all arms of a scenario; in a scenario file, `mechanisms = ["..."]` and
`remedies = ["..."]` do the same. All mechanisms except those of the missing refresh are shown with the fix in place, so
that they alone cause the losses. Their values are chosen to show each one clearly within a quarter of an hour and are
not those of your system: set yours beside the name (`--mechanism other-instance --set server.routing=random`). Each has
a ready-made scenario of the same name, which compares it with its remedies: `lastseen compare restart`.

)";

constexpr const char* about_evidence = R"(## Which mechanisms could have produced what was logged

`lastseen explain evidence`. For each mechanism and each piece of evidence, a family of sessions is run with the case's
settings, scanning what the logs do not show in steps of 1 s (the age of the connection at the check, the instant of a
restart, a timeout). The mechanism reproduces the evidence when a session of the family agrees with every row that is
not doubtful; the table gives the scanned values for which one does. The phase of the cleanup, which no log shows, is
tried in steps of 5 s.

)";

constexpr const char* about_remedies = R"(## Which remedies cure which mechanism

`lastseen explain remedies`: every mechanism with every remedy on the default study (fifteen minutes, five jobs), with
the polling of the logged clients, which stops as soon as the socket looks connected. `none` is the system as it should
be. Cured: the whole interval of the delivery rate is at 95 % or above. Helped or harmed: the interval lies above or
below that without a remedy. Mixed: more is delivered, but more jobs are never shown, because the remedy makes the
socket look connected again, polling stops, and the other notifications still do not arrive. What a remedy cannot cure
here, it may cure together with another.

)";

template <class Entries>
std::string catalogue_markdown(const char* what, const Entries& entries) {
  Rows rows = {{what, "meaning", "settings"}};
  for (const auto& entry : entries) {
    rows.push_back({std::string(entry.name), std::string(entry.meaning),
                    fmt::format("`{}`", models::settings_text(entry))});
  }
  return markdown(rows);
}

}  // namespace

std::string mechanisms_page(const std::vector<EvidenceCell>& evidence, const RemedyTable& remedies) {
  return introduction + catalogue_markdown("mechanism", models::mechanisms) + "\n" +
         catalogue_markdown("remedy", models::remedies) + "\n" + about_evidence +
         evidence_markdown(evidence) + "\n" + about_remedies + remedies_markdown(remedies);
}

}  // namespace lastseen::experiments
