// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Notes of system calls: good ones, and every way in which they may be damaged.
#include "test/unit/check.h"
#include "tools/inspect/site_notes.h"
#include <cstring>

using namespace ckpt;
using namespace ckpt::inspect;

static std::string word(u32 n) {
  return std::string(reinterpret_cast<char *>(&n), sizeof n);
}

static std::string note(const std::string &text, u32 type = site::kNoteType,
                        const std::string &name = std::string("CKPT\0", 5)) {
  std::string out = word(static_cast<u32>(name.size())) +
                    word(static_cast<u32>(text.size())) + word(type) + name;
  out.resize((out.size() + 3) & ~3ull);
  out += text;
  out.resize((out.size() + 3) & ~3ull);
  return out;
}

static std::string text_of(char kind, char outcome, u32 line) {
  return std::string{kind, outcome, 0, 0} + word(line) +
         std::string("main\0read\0\0a.c\0", 15);
}

static bool parse(const std::string &bytes, std::vector<Site> &out) {
  std::string why;
  out.clear();
  // Of exactly this size, so that a sanitizer sees what is read behind it.
  std::vector<u8> copy(bytes.begin(), bytes.end());
  bool good = parse_sites({copy.data(), copy.size()}, out, why);
  CHECK_EQ(why.empty(), good);
  return good;
}

TEST(notes_of_all_objects_are_read) {
  std::vector<Site> sites;
  CHECK(parse("", sites));
  CHECK(parse(note(text_of(1, 1, 7)) + note("xyz", 1) + note(text_of(4, 2, 0)) +
                  note("other", site::kNoteType, std::string("GNU\0", 4)),
              sites));
  if (!CHECK_EQ(sites.size(), 2))
    return;
  CHECK(sites[0].kind == site::Kind::kCall && sites[0].routed);
  CHECK_EQ(sites[0].line, 7);
  CHECK_EQ(sites[0].function, "main");
  CHECK_EQ(sites[0].call, "read");
  CHECK_EQ(sites[0].file, "a.c");
  CHECK(sites[1].kind == site::Kind::kAssembly && !sites[1].routed);
}

TEST(damaged_notes_are_refused) {
  std::vector<Site> sites;
  std::string good = note(text_of(1, 1, 7));
  for (size_t size = 1; size + 1 < good.size(); ++size)
    CHECK(!parse(good.substr(0, size), sites));
  for (auto [kind, outcome] : {std::pair(0, 1), {5, 1}, {1, 0}, {1, 3}})
    CHECK(!parse(
        note(text_of(static_cast<char>(kind), static_cast<char>(outcome), 1)),
        sites));
  CHECK(!parse(note("short"), sites));
  CHECK(!parse(note(text_of(1, 1, 1).substr(0, 12)), sites));
  for (size_t at : {0, 4})
    for (u32 size : {0xffffffffu, 0xfffffffcu, 0x80000000u, 64u}) {
      std::string bad = good;
      std::memcpy(bad.data() + at, &size, sizeof size);
      CHECK(!parse(bad, sites));
    }
}
