// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random command lines: parsing and stripping agree about what is a flag and
// what is its operand, and neither leaves the words it was given.  A byte of
// the input picks a word of the tables or announces a raw one, so that random
// bytes reach every flag.
#include "runtime/abi/options.h"
#include "runtime/start/flags.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

using namespace ckpt;

namespace {

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "flags_fuzz: violated: %s\n", what);
  std::abort();
}

// Takes bytes off the front; zeros when none are left.
class Input {
public:
  Input(const uint8_t *data, size_t size) : data_(data), size_(size) {}
  bool empty() const { return size_ == 0; }
  uint8_t byte() {
    if (!size_)
      return 0;
    --size_;
    return *data_++;
  }
  std::string word() {
    static const char *const values[] = {"ALL",    "notice", "ON",   "off",
                                         "ONCE",   "strict", "kill", "on",
                                         "ignore", "3",      "file", "TERM,USR2",
                                         "/a=/b",  ""};
    constexpr size_t kOptionCount = sizeof(kOptions) / sizeof(kOptions[0]);
    constexpr size_t kValueCount = sizeof(values) / sizeof(values[0]);
    size_t pick = byte();
    if (pick < kOptionCount * 4)
      return kOptions[pick / 4].spelling;
    pick -= kOptionCount * 4;
    if (pick < kValueCount * 4)
      return values[pick / 4];
    std::string out = pick % 3 == 0   ? kCondorPrefix
                      : pick % 3 == 1 ? kCkptPrefix
                                      : "";
    for (size_t left = byte() % 40; left && !empty(); --left)
      if (char c = static_cast<char>(byte()))
        out += c;
    return out;
  }

private:
  const uint8_t *data_;
  size_t size_;
};

// Every word in a block of its own size, so that a sanitizer sees one byte
// too many.
struct Line {
  explicit Line(const std::vector<std::string> &from) {
    for (const std::string &word : from) {
      blocks.emplace_back(new char[word.size() + 1]);
      std::memcpy(blocks.back().get(), word.c_str(), word.size() + 1);
      slots.push_back(blocks.back().get());
    }
    slots.push_back(nullptr);
    slots.shrink_to_fit();
  }
  int argc() const { return static_cast<int>(blocks.size()); }
  std::vector<std::unique_ptr<char[]>> blocks;
  std::vector<char *> slots;
};

struct Outcome {
  bool good;
  Config config;
};

Outcome parse(int argc, char **argv) {
  std::unique_ptr<Reason> why(new Reason);
  Outcome out;
  out.good = start::parse_argv(argc, argv, out.config, *why);
  require(out.good == why->empty(), "a refusal has a reason, only a refusal");
  return out;
}

// The words that strip_argv took away, in their order.
std::vector<std::string> removed_words(const Line &line, int kept) {
  std::vector<std::string> removed;
  size_t at = 0;
  for (const std::unique_ptr<char[]> &block : line.blocks)
    if (at < static_cast<size_t>(kept) && line.slots[at] == block.get())
      ++at;
    else
      removed.emplace_back(block.get());
  require(at == static_cast<size_t>(kept), "kept words keep their order");
  return removed;
}

bool has_blank_or_is_empty(const std::vector<std::string> &words) {
  for (const std::string &word : words)
    if (word.empty() || word.find_first_of(" \t\n") != std::string::npos)
      return true;
  return false;
}

// What was removed is exactly what was read: alone, it means the same.
void check_removed(const std::vector<std::string> &removed,
                   const Outcome &whole) {
  require(whole.config.flag_in_argv == !removed.empty(), "a flag is removed");
  if (has_blank_or_is_empty(removed))
    return;
  std::string joined;
  for (const std::string &word : removed)
    joined += word + " ";
  std::unique_ptr<Reason> why(new Reason);
  Outcome alone;
  alone.good = start::parse_text(StringView(joined.data(), joined.size()),
                                 start::FlagSource::kArgv, alone.config, *why);
  alone.config.flag_in_argv = whole.config.flag_in_argv;
  require(alone.good == whole.good, "removed words alone are as good");
  require(alone.config == whole.config, "removed words alone mean the same");
}

void check_argv(const std::vector<std::string> &words) {
  Line line(words);
  Outcome whole = parse(line.argc(), line.slots.data());
  int kept = start::strip_argv(line.argc(), line.slots.data());
  require(kept >= (words.empty() ? 0 : 1) && kept <= line.argc(),
          "argc is in range");
  for (size_t i = static_cast<size_t>(kept); i < line.slots.size(); ++i)
    require(!line.slots[i], "freed slots are null");
  check_removed(removed_words(line, kept), whole);
  Outcome rest = parse(kept, line.slots.data());
  require(rest.good && !rest.config.flag_in_argv, "no flag is left");
}

void check_environment(const std::vector<std::string> &words) {
  Line line(words);
  size_t removed = start::strip_environment(line.slots.data());
  require(removed <= words.size(), "no more removed than there were");
  for (const EnvironmentVariable &variable : kEnvironment)
    require(!start::find_environment(line.slots.data(), variable.name).data,
            "none of ours is left");
  for (size_t i = words.size() - removed; i < line.slots.size(); ++i)
    require(!line.slots[i], "freed slots are null");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::vector<char> bytes(data, data + size);
  std::unique_ptr<Reason> why(new Reason);
  Config config;
  bool good = start::parse_text(StringView(bytes.data(), bytes.size()),
                                start::FlagSource::kEnvironment, config, *why);
  require(good == why->empty(), "a refusal has a reason, only a refusal");

  Input input(data, size);
  std::vector<std::string> words;
  while (!input.empty() && words.size() < 32)
    words.push_back(input.word());
  check_argv(words);
  for (size_t i = 0; i < words.size(); i += 2)
    words[i] = kEnvironment[i / 2 % 2].name + std::string("=") + words[i];
  check_environment(words);
  return 0;
}
