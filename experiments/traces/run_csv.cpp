#include <lastseen/experiments/traces/run_csv.hpp>

#include <fmt/format.h>

#include <iterator>

#include <lastseen/models/vocabulary.hpp>

namespace lastseen::experiments {

std::string run_csv(const Replay& told) {
  std::string text = "id,time_ns,role,index,kind,user,number,part,cause\n";
  for (const sim::Record& r : told.records) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{},{}\n", r.id,
                   r.time.time_since_epoch().count(), models::name(models::role_of(r)), r.actor.index,
                   models::name(models::kind_of(r)), r.subject.owner, r.subject.number, r.subject.part,
                   r.cause);
  }
  return text;
}

}  // namespace lastseen::experiments
