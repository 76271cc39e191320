#include <lastseen/models/mechanisms.hpp>

#include <algorithm>

namespace lastseen::models {

void repair(Settings& settings, Mechanism mechanism) {
  const MechanismEntry& repaired = entry(mechanism);
  if (repaired.is_set && !repaired.is_set(settings)) return;
  apply(settings, repaired.repaired_by);
  if (settings.faults.empty()) return;
  std::erase_if(settings.faults.edit(), [&](const Fault& fault) {
    const bool is_of_none = fault.kind == FaultKind::restart && fault.instance >= settings.server.instances;
    return is_of_none ||
           std::ranges::find(repaired.without_faults, fault.kind) != repaired.without_faults.end();
  });
}

}  // namespace lastseen::models
