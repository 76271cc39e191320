// Internal: for components.
// Which scripted fault, if any, brought a record about: what is written while the fault strikes, and what follows from that.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <lastseen/models/labels.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::models {

/// Scripted faults are numbered from 1, in the order of the settings; 0 is none.
class FaultOrigins : public sim::Observer {
 public:
  /// Of so many scripted faults; throws Defect when they are too many for labels.
  explicit FaultOrigins(std::size_t faults) {
    LASTSEEN_ASSERT(faults < LabelBounds::root_numbers, "there are too many scripted faults");
  }

  /// The fault that brought the record about.
  std::uint32_t of(sim::RecordId record) const { return faults_.at(record); }

  /// The fault that is striking.
  std::uint32_t striking() const { return striking_; }

  void observe(const sim::Record& record) override {
    faults_.push_back(striking_ != 0 ? static_cast<std::uint16_t>(striking_) : faults_.at(record.cause));
  }

  /// What is written from now on is the fault's doing, as long as this is there. With no fault, or nobody to note it, it
  /// changes nothing.
  class Strike {
   public:
    Strike(FaultOrigins* origins, std::uint32_t fault) : origins_(fault == 0 ? nullptr : origins) {
      if (origins_ != nullptr) before_ = std::exchange(origins_->striking_, fault);
    }
    Strike(const Strike&) = delete;
    Strike& operator=(const Strike&) = delete;
    ~Strike() {
      if (origins_ != nullptr) origins_->striking_ = before_;
    }

   private:
    FaultOrigins* origins_;
    std::uint32_t before_ = 0;
  };

 private:
  std::vector<std::uint16_t> faults_ = {0};  ///< by record
  std::uint32_t striking_ = 0;
};

}  // namespace lastseen::models
