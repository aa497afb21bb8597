// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One walk collects what the options say (Walk); decide() then weighs it: what
// stops before the linker wins over what the linker would do.
#include "driver/invocation.h"
#include "driver/abi_names.h"
#include "driver/linker_facts.h"
#include "driver/options.h"
#include "driver/sanitizers.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/Path.h"
#include <deque>

namespace ckpt::driver {

using llvm::StringRef;
using llvm::opt::Arg;
using llvm::opt::InputArgList;

namespace {

constexpr char kUntilThen[] = "; link with a compiler for x86-64 Linux, or "
                              "run the command without ckpt_compile";

struct Walk {
  Invocation result;
  std::string information; // the option of that group that was seen last
  std::string no_link;
  std::string not_a_program;
  std::string no_start;
  std::string word = "-m64";
  std::string target;
  Sanitizers sanitizers;
  std::vector<LinkerWord> linker;
  std::deque<std::string> storage; // what linker points to
  std::vector<size_t> libraries;
  bool has_header = false;
  bool has_input = false; // what the linker would get
  bool has_start_file = false;
  bool names_libc_a = false;
  bool missing_operand = false;
  bool libcxx = false;        // another C++ library
  bool no_libraries = false;  // the compiler adds none
  bool no_cxx_library = false;
  bool openmp = false;
  bool lto = false;
  bool fat_lto = false; // objects with machine code too
  bool by_lld = false;
};

bool is_header(StringRef path, StringRef language) {
  if (!language.empty())
    return language.endswith("-header");
  static const llvm::StringSet<> kHeaders = {
      ".h", ".hh", ".H", ".hp", ".hxx", ".hpp", ".HPP", ".h++", ".tcc"};
  return kHeaders.contains(llvm::sys::path::extension(path));
}

void take_input(Walk &walk, StringRef path, size_t index) {
  if (is_header(path, walk.result.language)) {
    walk.has_header = true;
    return;
  }
  walk.has_input = true;
  walk.has_start_file |= is_start_file(path);
  if (is_c_library_file(path))
    walk.libraries.push_back(index);
  walk.names_libc_a |= is_libc_a(path);
}

void take_group(Walk &walk, const Arg &arg) {
  const llvm::opt::Option option = arg.getOption();
  std::string spelling = arg.getSpelling().str();
  if (option.matches(cc::Information))
    walk.information = spelling;
  else if (option.matches(cc::NoLink))
    walk.no_link = spelling;
  else if (option.matches(cc::NotAProgram))
    walk.not_a_program = spelling;
  else if (option.matches(cc::NoStart)) {
    walk.no_start = spelling;
    walk.no_libraries |= !StringRef(spelling).endswith("nostartfiles");
  }
  else if (option.matches(cc::Word))
    walk.word = spelling;
}

void add_linker_word(Walk &walk, std::string word, size_t index) {
  walk.storage.push_back(std::move(word));
  walk.linker.push_back({walk.storage.back().c_str(), index});
}

// Options that the linker gets to see.
bool take_linker_option(Walk &walk, const Arg &arg) {
  size_t index = arg.getIndex();
  switch (arg.getOption().getID()) {
  case cc::Wl:
  case cc::Xlinker:
    for (const char *value : arg.getValues())
      add_linker_word(walk, value, index);
    walk.has_input = true;
    return true;
  case cc::l:
    walk.has_input = true;
    if (is_c_library(arg.getValue()))
      walk.libraries.push_back(index);
    walk.names_libc_a |= StringRef(arg.getValue()) == ":libc.a";
    return true;
  case cc::T:
    add_linker_word(walk, std::string("-T") + arg.getValue(), index);
    return true;
  case cc::L:
    add_linker_word(walk, std::string("-L") + arg.getValue(), index);
    return true;
  case cc::e:
    // -export-dynamic is not -e xport-dynamic: the linker's table knows.
    add_linker_word(walk, std::string("-e") + arg.getValue(), index);
    return true;
  default:
    return false;
  }
}

bool take_library_option(Walk &walk, const Arg &arg) {
  switch (arg.getOption().getID()) {
  case cc::stdlib:
    walk.libcxx = StringRef(arg.getValue()) == "libc++";
    return true;
  case cc::nodefaultlibs:
    walk.no_libraries = true;
    return true;
  case cc::nostdlibxx:
    walk.no_cxx_library = true;
    return true;
  case cc::fopenmp:
  case cc::fno_openmp:
    walk.openmp = arg.getOption().getID() == cc::fopenmp;
    return true;
  default:
    return false;
  }
}

bool take_lto_option(Walk &walk, const Arg &arg) {
  switch (arg.getOption().getID()) {
  case cc::flto:
  case cc::fno_lto:
    walk.lto = arg.getOption().getID() == cc::flto;
    return true;
  case cc::ffat_lto:
  case cc::fno_fat_lto:
    walk.fat_lto = arg.getOption().getID() == cc::ffat_lto;
    return true;
  case cc::fuse_ld:
    walk.by_lld = StringRef(arg.getValue()).endswith("lld");
    return true;
  default:
    return false;
  }
}

void take_option(Walk &walk, const Arg &arg) {
  Invocation &result = walk.result;
  switch (arg.getOption().getID()) {
  case cc::o:
    result.output = arg.getValue();
    break;
  case cc::x:
    result.language = StringRef(arg.getValue()) == "none" ? "" : arg.getValue();
    break;
  case cc::target:
    walk.target = arg.getValue();
    break;
  case cc::fsanitize:
    walk.sanitizers.add(arg.getValues());
    break;
  case cc::fno_sanitize:
    walk.sanitizers.drop(arg.getValues());
    break;
  case cc::fsanitize_trap:
    walk.sanitizers.trap(arg.getValues());
    break;
  case cc::fno_sanitize_trap:
  case cc::fno_sanitize_trap_eq:
    walk.sanitizers.no_trap();
    break;
  case cc::static_flag:
    result.is_static = true;
    break;
  case cc::static_pie:
    result.is_static_pie = true;
    break;
  case cc::pie:
  case cc::no_pie:
    result.is_pie = arg.getOption().getID() == cc::pie;
    break;
  case cc::end_of_options:
    result.end_of_options = arg.getIndex();
    for (size_t i = 0; i < arg.getNumValues(); ++i)
      take_input(walk, arg.getValue(static_cast<unsigned>(i)),
                 arg.getIndex() + 1 + i);
    break;
  default:
    if (!take_linker_option(walk, arg) && !take_library_option(walk, arg) &&
        !take_lto_option(walk, arg))
      take_group(walk, arg);
  }
}

void collect(Walk &walk, const CommandName &command,
             llvm::ArrayRef<const char *> words) {
  unsigned excluded = 0;
  if (command.kind == CommandKind::kGcc ||
      command.kind == CommandKind::kFortran)
    excluded = ClangOnly;
  else if (command.kind == CommandKind::kClang)
    excluded = GccOnly;
  unsigned missing_index = 0;
  unsigned missing_count = 0;
  InputArgList args = command_table().ParseArgs(
      words, missing_index, missing_count, Compiler, excluded);
  walk.missing_operand = missing_count != 0;
  for (const Arg *arg : args) {
    if (arg->getOption().getKind() == llvm::opt::Option::InputClass)
      take_input(walk, arg->getValue(), arg->getIndex());
    else if (arg->getOption().getKind() != llvm::opt::Option::UnknownClass)
      take_option(walk, *arg);
  }
}

std::string refusal_of(const CommandName &command, const Walk &walk,
                       const LinkerFacts &facts) {
  if (!walk.target.empty() && !target_is_supported(walk.target))
    return "programs for " + walk.target + " are not supported yet" +
           kUntilThen;
  if (walk.target.empty() && !command.target.empty() &&
      !target_is_supported(command.target))
    return "programs for " + command.target.str() + " are not supported yet" +
           kUntilThen;
  if (walk.word != "-m64")
    return "programs linked with " + walk.word +
           " are not supported yet; link a 64-bit program";
  if (!facts.emulation.empty() && facts.emulation != "elf_x86_64")
    return "programs linked with -m " + facts.emulation +
           " are not supported yet; link a 64-bit program";
  std::string sanitizer = walk.sanitizers.refusal(command.kind);
  if (!sanitizer.empty())
    return sanitizer;
  if (walk.result.end_of_options && !walk.result.language.empty())
    return "-x together with \"--\" is not supported yet; write the inputs "
           "without \"--\"";
  return "";
}

void decide(Walk &walk, const CommandName &command, const LinkerFacts &facts) {
  Invocation &result = walk.result;
  result.prints = !walk.information.empty();
  struct Rule {
    bool holds;
    Mode mode;
    std::string why;
  };
  const Rule rules[] = {
      {!walk.information.empty(), Mode::kNoLink,
       walk.information + " only prints"},
      {!walk.no_link.empty(), Mode::kNoLink,
       walk.no_link + " stops before the link"},
      {walk.missing_operand, Mode::kNoLink, "the last option lacks an operand"},
      {!walk.has_input && walk.has_header, Mode::kNoLink,
       "only headers are compiled"},
      {!walk.has_input, Mode::kNoLink, "there is no input"},
      {!facts.information.empty(), Mode::kNoLink,
       "the linker's " + facts.information + " only prints"},
      {!walk.not_a_program.empty(), Mode::kNotAProgram,
       walk.not_a_program + " makes no program"},
      {!facts.not_a_program.empty(), Mode::kNotAProgram,
       "the linker's " + facts.not_a_program + " makes no program"},
      {facts.entry == kEntrySymbol, Mode::kOurs,
       "the runtime is on the command line already"},
      {!walk.no_start.empty() && !walk.has_start_file, Mode::kNoStartFiles,
       walk.no_start + " leaves out the C library's start-up code"},
      {result.by_linker && !walk.has_start_file, Mode::kNoStartFiles,
       "no input is the C library's start-up code (crt1.o, Scrt1.o, ...)"},
  };
  for (const Rule &rule : rules)
    if (rule.holds) {
      result.mode = rule.mode;
      result.why = rule.why;
      return;
    }
  result.mode = Mode::kLink;
  result.why = "links " + result.output;
  result.refusal = refusal_of(command, walk, facts);
  bool by_gcc = command.kind == CommandKind::kGcc ||
                command.kind == CommandKind::kFortran;
  if (by_gcc && walk.lto && !walk.fat_lto && walk.by_lld)
    result.hint = "lld cannot read what gcc -flto compiles to, with or without "
                  "ckpt_compile; add -ffat-lto-objects, or use another linker";
}

// -lgomp is gcc's.
std::vector<std::string> compiler_libraries(const Walk &walk,
                                            const CommandName &command) {
  std::vector<std::string> names;
  if (walk.no_libraries)
    return names;
  if (command.is_cxx && !walk.libcxx && !walk.no_cxx_library)
    names.push_back("stdc++");
  if (walk.openmp && (command.kind == CommandKind::kGcc ||
                      command.kind == CommandKind::kFortran))
    names.push_back("gomp");
  return names;
}

Invocation weigh(Walk &walk, const CommandName &command,
                 const LinkerFacts &facts) {
  Invocation &result = walk.result;
  if (!facts.output.empty())
    result.output = facts.output;
  result.entry = facts.entry;
  result.build_id = facts.build_id;
  result.format = facts.format;
  result.scripts = facts.scripts;
  result.library_directories = facts.library_directories;
  result.c_libraries = walk.libraries;
  llvm::append_range(result.c_libraries, facts.libraries);
  llvm::sort(result.c_libraries);
  result.whole_changes = facts.whole_changes;
  result.has_static_libc =
      result.is_static || result.is_static_pie || facts.static_libraries ||
      walk.names_libc_a || facts.names_libc_a;
  result.has_libc = (!walk.no_libraries && !result.by_linker) ||
                    !result.c_libraries.empty();
  result.compiler_libraries = compiler_libraries(walk, command);
  walk.has_start_file |= facts.has_start_file;
  decide(walk, command, facts);
  return result;
}

Invocation classify_linker(const CommandName &command,
                           llvm::ArrayRef<const char *> words) {
  Walk walk;
  for (size_t i = 0; i < words.size(); ++i)
    walk.linker.push_back({words[i], i});
  LinkerFacts facts = scan_linker_words(walk.linker);
  walk.has_input = facts.has_input;
  walk.result.by_linker = true;
  return weigh(walk, command, facts);
}

Invocation classify_compiler(const CommandName &command,
                             llvm::ArrayRef<const char *> words) {
  Walk walk;
  collect(walk, command, words);
  return weigh(walk, command, scan_linker_words(walk.linker));
}

} // namespace

Invocation classify(const CommandName &command,
                    llvm::ArrayRef<const char *> words) {
  switch (command.kind) {
  case CommandKind::kGcc:
  case CommandKind::kClang:
  case CommandKind::kCc:
  case CommandKind::kFortran:
    return classify_compiler(command, words);
  case CommandKind::kLinker:
    return classify_linker(command, words);
  case CommandKind::kOther:
    break;
  }
  Invocation result;
  result.why = "it is no compiler";
  return result;
}

} // namespace ckpt::driver
