// What is wrong with arms: many arms often have the same mistake, which is then told once.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lastseen::experiments {

class ArmProblems {
 public:
  /// `arms` there are altogether.
  explicit ArmProblems(std::size_t arms) : arms_(arms) {}

  void add(std::string_view arm, const std::vector<std::string>& problems);

  bool empty() const { return entries_.empty(); }

  /// Each problem once, in the order in which they came, with the arms that have it behind it: "PROBLEM (in arm before)",
  /// "PROBLEM (in all 3 arms)"; without them where there is one arm only.
  std::vector<std::string> texts() const;

 private:
  struct Entry {
    std::string problem;
    std::vector<std::string> arms;
  };
  std::string text(const Entry& entry) const;

  std::size_t arms_;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> places_;  ///< of each problem's entry
};

}  // namespace lastseen::experiments
