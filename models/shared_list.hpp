// A list that its copies share until one of them is changed: settings are copied for every arm and design point, and may hold
// 10,000 faults or instants.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace lastseen::models {

template <class T>
class SharedList {
 public:
  using value_type = T;
  using const_iterator = const T*;

  SharedList() = default;
  SharedList(std::vector<T> items)  // NOLINT(google-explicit-constructor): it is that list
      : items_(items.empty() ? nullptr : std::make_shared<std::vector<T>>(std::move(items))) {}
  SharedList(std::initializer_list<T> items) : SharedList(std::vector<T>(items)) {}

  std::size_t size() const { return items_ ? items_->size() : 0; }
  bool empty() const { return size() == 0; }
  const T* begin() const { return items_ ? items_->data() : nullptr; }
  const T* end() const { return begin() + size(); }
  const T& operator[](std::size_t index) const { return (*items_)[index]; }

  /// To be changed: from then on it is this copy's own. Not while another thread reads this copy.
  std::vector<T>& edit() {
    if (!items_) {
      items_ = std::make_shared<std::vector<T>>();
    } else if (items_.use_count() > 1) {
      items_ = std::make_shared<std::vector<T>>(*items_);
    }
    return *items_;
  }
  void push_back(T item) { edit().push_back(std::move(item)); }
  void clear() { items_.reset(); }

  /// The same items.
  friend bool operator==(const SharedList& a, const SharedList& b) {
    return a.shares_with(b) || std::ranges::equal(a, b);
  }
  /// Both are copies of one list, unchanged since.
  bool shares_with(const SharedList& other) const { return items_ == other.items_; }

 private:
  std::shared_ptr<std::vector<T>> items_;  ///< null: empty
};

}  // namespace lastseen::models
