// Choosing rules by name and tag, and adding up what passes did.
#include "theano/rewrite/pass.h"

#include <algorithm>
#include <cstdio>

namespace theano::rewrite {

std::vector<std::string> tag_names(Tag tags) {
  static constexpr std::pair<Tag, const char*> kNames[] = {{Tag::Canonicalize, "canonicalize"},
                                                           {Tag::Stabilize, "stabilize"},
                                                           {Tag::Specialize, "specialize"},
                                                           {Tag::FastRun, "fast_run"},
                                                           {Tag::FastCompile, "fast_compile"}};
  std::vector<std::string> names;
  for (auto [tag, name] : kNames)
    if (has_tag(tags, tag)) names.emplace_back(name);
  return names;
}

namespace {

bool contains(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool contains_any(const std::vector<std::string>& list, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& n) { return contains(list, n); });
}

}  // namespace

bool RewriteQuery::takes(const RuleTable& table, const Rule& rule) const {
  std::vector<std::string> names = tag_names(table.tags);
  names.emplace_back(table.name);
  names.emplace_back(rule.name);
  return contains_any(include, names) && !contains_any(exclude, names);
}

bool RewriteQuery::takes(const std::string& name, Tag tags) const {
  std::vector<std::string> names = tag_names(tags);
  names.push_back(name);
  return contains_any(include, names) && !contains_any(exclude, names);
}

void RewriteReport::add(Entry entry) {
  for (Entry& e : entries)
    if (e.pass == entry.pass && e.rule == entry.rule) {
      e.count += entry.count;
      e.attempts += entry.attempts;
      e.seconds += entry.seconds;
      return;
    }
  entries.push_back(std::move(entry));
}

RewriteReport::Entry RewriteReport::total(const std::string& rule) const {
  Entry sum;
  sum.rule = rule;
  for (const Entry& e : entries)
    if (e.rule == rule) {
      sum.count += e.count;
      sum.attempts += e.attempts;
      sum.seconds += e.seconds;
    }
  return sum;
}

std::string RewriteReport::to_string() const {
  std::vector<Entry> sorted = entries;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Entry& a, const Entry& b) { return a.count > b.count; });
  std::string text = "   count  attempts      time  rule\n";
  char line[64];
  for (const Entry& e : sorted) {
    if (!e.rule.empty() && e.count == 0) continue;
    std::snprintf(line, sizeof line, "%8lld  %8lld  %6.2f ms  ", static_cast<long long>(e.count),
                  static_cast<long long>(e.attempts), e.seconds * 1e3);
    text += line + e.pass + (e.rule.empty() ? "" : ": " + e.rule) + "\n";
  }
  for (const std::string& w : warnings) text += "warning: " + w + "\n";
  return text;
}

}  // namespace theano::rewrite
