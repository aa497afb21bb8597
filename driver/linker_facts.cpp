// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/linker_facts.h"
#include "driver/options.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

namespace ckpt::driver {

using llvm::StringRef;
using llvm::opt::Arg;
using llvm::opt::InputArgList;

namespace {

// What --push-state and --pop-state keep.
class States {
public:
  void set_whole(bool on, size_t token, LinkerFacts &facts) {
    if (on != now_.whole)
      facts.whole_changes.push_back(token);
    now_.whole = on;
  }
  void set_static(bool on, LinkerFacts &facts) {
    now_.only_static = facts.static_libraries = on;
  }
  void push() { saved_.push_back(now_); }
  void pop(size_t token, LinkerFacts &facts) {
    if (saved_.empty())
      return;
    set_whole(saved_.back().whole, token, facts);
    set_static(saved_.back().only_static, facts);
    saved_.pop_back();
  }

private:
  struct State {
    bool whole = false;
    bool only_static = false;
  };
  State now_;
  std::vector<State> saved_;
};

void change_state(unsigned option, size_t token, LinkerFacts &facts,
                  States &states) {
  switch (option) {
  case ld::whole_archive:
  case ld::no_whole_archive:
    return states.set_whole(option == ld::whole_archive, token, facts);
  case ld::static_libraries:
  case ld::dynamic_libraries:
    return states.set_static(option == ld::static_libraries, facts);
  case ld::push_state:
    return states.push();
  case ld::pop_state:
    return states.pop(token, facts);
  default:
    return;
  }
}

void apply(const Arg &arg, size_t token, LinkerFacts &facts,
           States &states) {
  const llvm::opt::Option option = arg.getOption();
  if (option.matches(ld::Information))
    facts.information = arg.getSpelling().str();
  if (option.matches(ld::NotAProgram))
    facts.not_a_program = arg.getSpelling().str();
  switch (option.getID()) {
  case ld::e:
    facts.entry = arg.getValue();
    break;
  case ld::o:
    facts.output = arg.getValue();
    break;
  case ld::m:
    if (StringRef(arg.getValue()) != "llvm") // lld's -mllvm
      facts.emulation = arg.getValue();
    break;
  case ld::oformat:
    if (!StringRef(arg.getValue()).startswith("elf"))
      facts.not_a_program = "--oformat";
    break;
  case ld::build_id:
    facts.build_id = "default";
    break;
  case ld::build_id_eq:
    facts.build_id = arg.getValue();
    break;
  case ld::l:
    facts.has_input = true;
    if (is_c_library(arg.getValue()))
      facts.libraries.push_back(token);
    facts.names_libc_a |= StringRef(arg.getValue()) == ":libc.a";
    break;
  case ld::b:
    facts.format = arg.getValue();
    break;
  case ld::T:
    facts.scripts.push_back(arg.getValue());
    break;
  case ld::L:
    facts.library_directories.push_back(arg.getValue());
    break;
  default:
    change_state(option.getID(), token, facts, states);
  }
}

void take_input(StringRef path, size_t token, LinkerFacts &facts) {
  facts.has_input = true;
  facts.has_start_file |= is_start_file(path);
  if (is_c_library_file(path))
    facts.libraries.push_back(token);
  facts.names_libc_a |= is_libc_a(path);
}

} // namespace

bool is_c_library(StringRef name) {
  if (name.consume_front(":lib"))
    name = name.take_until([](char c) { return c == '.'; });
  return name == "c" || name == "pthread" || name == "rt";
}

bool is_c_library_file(StringRef path) {
  StringRef file = llvm::sys::path::filename(path);
  return (file.contains(".so") || file.endswith(".a")) &&
         is_c_library((":" + file).str());
}

bool is_libc_a(StringRef path) {
  return llvm::sys::path::filename(path) == "libc.a";
}

bool is_start_file(StringRef path) {
  return llvm::StringSwitch<bool>(llvm::sys::path::filename(path))
      .Cases("crt1.o", "Scrt1.o", "rcrt1.o", "gcrt1.o", "grcrt1.o", true)
      .Cases("Mcrt1.o", "crt0.o", true)
      .Default(false);
}

LinkerFacts scan_linker_words(llvm::ArrayRef<LinkerWord> words) {
  std::vector<const char *> args;
  for (const LinkerWord &word : words)
    args.push_back(word.text);

  LinkerFacts facts;
  States states;
  unsigned missing_index = 0;
  unsigned missing_count = 0;
  InputArgList parsed =
      linker_table().ParseArgs(args, missing_index, missing_count);
  for (const Arg *arg : parsed) {
    if (arg->getOption().getKind() == llvm::opt::Option::InputClass)
      take_input(arg->getValue(), words[arg->getIndex()].token, facts);
    else if (arg->getOption().getKind() != llvm::opt::Option::UnknownClass)
      apply(*arg, words[arg->getIndex()].token, facts, states);
  }
  return facts;
}

} // namespace ckpt::driver
