// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The entry point that a linker script names.
#include "driver/linker_script.h"
#include "test/unit/check.h"
#include <cstdlib>
#include <fstream>
#include <unistd.h>

using namespace ckpt::driver;

static std::string entry(const char *text) {
  return scan_linker_script(text).entry;
}

TEST(an_entry_is_found_however_it_is_written) {
  CHECK_EQ(entry("ENTRY(go)"), "go");
  CHECK_EQ(entry("ENTRY (\n go )\nSECTIONS { }"), "go");
  CHECK_EQ(entry("SECTIONS { ENTRY(\"go\") .text : { *(.text) } }"), "go");
  CHECK_EQ(entry("/* a */ENTRY/* b */(/**/go)"), "go");
  CHECK_EQ(entry("OUTPUT_ARCH(x);ENTRY(a);ENTRY(b)"), "b");
  CHECK_EQ(entry("ENTRY($a.b_1)"), "$a.b_1");
}

TEST(what_is_no_entry_is_none) {
  for (const char *text :
       {"", "ENTRY", "ENTRY(", "ENTRY(go", "ENTRY()", "/* ENTRY(go) */",
        "/* ENTRY(go)", "MY_ENTRY(go)", "\"ENTRY\"", "ENTRY_(go)", "entry(go)",
        "PROVIDE(ENTRY = 1)"})
    if (!CHECK_EQ(entry(text), ""))
      printf("    of: %s\n", text);
}

TEST(included_scripts_are_named) {
  ScriptFacts facts = scan_linker_script("INCLUDE a/b-c.ld INCLUDE \"d e\"");
  CHECK_EQ(facts.includes, (std::vector<std::string>{"a/b-c.ld", "d e"}));
}

namespace {
class Directory {
public:
  Directory() { REQUIRE(mkdtemp(name_)); }
  ~Directory() {
    for (const std::string &file : files_)
      unlink(file.c_str());
    rmdir(name_);
  }
  void write(const std::string &name, const std::string &text) {
    files_.push_back(name_ + ("/" + name));
    std::ofstream(files_.back()) << text;
  }
  std::string name() const { return name_; }

private:
  char name_[40] = "/tmp/driver_linker_script.XXXXXX";
  std::vector<std::string> files_;
};
} // namespace

static std::string entry_with(Invocation invocation) {
  invocation.mode = Mode::kLink;
  add_script_entry(invocation);
  return invocation.entry;
}

TEST(scripts_are_looked_for_in_the_library_directories) {
  Directory directory;
  directory.write("s.ld", "INCLUDE t.ld");
  directory.write("t.ld", "ENTRY(go)");
  directory.write("start.ld", "ENTRY(_start)");
  directory.write("loop.ld", "INCLUDE loop.ld");
  Invocation invocation;
  invocation.library_directories = {"/nowhere", directory.name()};
  invocation.scripts = {"s.ld"};
  CHECK_EQ(entry_with(invocation), "go");
  invocation.scripts = {"s.ld", "loop.ld"};
  CHECK_EQ(entry_with(invocation), "go");
  invocation.scripts = {"start.ld"};
  CHECK_EQ(entry_with(invocation), "");
  invocation.scripts = {"missing.ld"};
  CHECK_EQ(entry_with(invocation), "");
  invocation.scripts = {"s.ld"};
  invocation.entry = "mine";
  CHECK_EQ(entry_with(invocation), "mine");
}
