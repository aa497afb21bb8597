// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The shims come behind all that the user's own objects and archives define,
// so that a user's function of the same name wins, and in front of the C
// library, so that the shim wins over its function.
#include "driver/link_line.h"
#include "driver/abi_names.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace ckpt::driver {

namespace {

// What shared libraries call that are no input of the link, or come behind the
// shims: threads of theirs must not have the id of another after a restart
// (shims/pthread_create.cpp), and libstdc++ waits with syscall(2).
constexpr const char *kAlways[] = {"pthread_create", "syscall"};

class Line {
public:
  Line(const Invocation &invocation, const Words &words,
       const RuntimeFiles &runtime)
      : invocation_(invocation), words_(words), runtime_(runtime) {}

  std::vector<std::string> build(bool make_static) {
    if (make_static && !invocation_.is_static && !invocation_.is_static_pie)
      out_.push_back(invocation_.is_pie ? "-static-pie" : "-static");
    has_static_libc_ = make_static || invocation_.has_static_libc;
    user_words();
    files();
    if (!invocation_.end_of_options)
      options();
    return std::move(out_);
  }

private:
  bool inlined(size_t given) const {
    if (words_.must_inline(given))
      return true;
    size_t begin = given ? words_.end_of(given - 1) : 0;
    size_t end = words_.end_of(given);
    return words_.given(given)[0] == '@' &&
           llvm::any_of(invocation_.c_libraries, [=](size_t word) {
             return begin <= word && word < end;
           });
  }

  void user_words() {
    size_t word = 0;
    for (size_t given = 0; given < words_.given(); ++given) {
      size_t end = words_.end_of(given);
      bool in_place = inlined(given);
      for (; word < end; ++word) {
        if (invocation_.end_of_options == word)
          options();
        if (llvm::is_contained(invocation_.c_libraries, word))
          shims(word);
        if (in_place)
          out_.push_back(words_.expanded()[word]);
      }
      if (!in_place)
        out_.push_back(words_.given(given));
    }
  }

  // An option of the linker's, in the words of whose line this is.
  void linker_option(const std::string &option) {
    out_.push_back(invocation_.by_linker ? option : "-Wl," + option);
  }
  void linker_option(const std::string &option, const std::string &operand) {
    if (!invocation_.by_linker)
      return linker_option(option + "," + operand);
    out_.push_back(option);
    out_.push_back(operand);
  }

  // Every shim would go into the program under --whole-archive.  In a static
  // program, a library that the compiler will add would take what it calls from
  // the C library alone: it is searched before.
  void shims(size_t before, bool last = false) {
    size_t changes = static_cast<size_t>(
        llvm::count_if(invocation_.whole_changes,
                       [before](size_t change) { return change < before; }));
    bool whole = changes % 2 == 1;
    if (whole)
      linker_option("--no-whole-archive");
    if (last && has_static_libc_ && !invocation_.end_of_options)
      for (const std::string &name : invocation_.compiler_libraries)
        out_.push_back("-l" + name);
    out_.push_back(has_static_libc_ ? runtime_.static_shims : runtime_.shims);
    if (whole)
      linker_option("--whole-archive");
  }

  void files() {
    if (!invocation_.language.empty()) {
      out_.push_back("-x");
      out_.push_back("none");
    }
    // After -b binary our files would be taken for data.
    if (!invocation_.format.empty() && invocation_.format != "default" &&
        !llvm::StringRef(invocation_.format).startswith("elf"))
      linker_option("-b", "elf64-x86-64");
    out_.push_back(runtime_.object);
    shims(words_.expanded().size(), /*last=*/true);
  }

  // -e stands last: with every linker the last one wins.
  void options() {
    if (invocation_.build_id.empty())
      linker_option("--build-id");
    if (!invocation_.entry.empty()) {
      // -u: an archive's member is pulled in, and its section kept, for the
      // entry point, but not for --defsym.
      if (!llvm::isDigit(invocation_.entry[0]))
        linker_option("-u", invocation_.entry);
      linker_option(std::string("--defsym=") + kNextSymbol + "=" +
                    invocation_.entry);
    }
    if (!has_static_libc_ && invocation_.has_libc)
      for (const char *name : kAlways)
        linker_option("-u", name);
    linker_option("-e", kEntrySymbol);
  }

  const Invocation &invocation_;
  const Words &words_;
  const RuntimeFiles &runtime_;
  bool has_static_libc_ = false;
  std::vector<std::string> out_;
};

} // namespace

std::vector<std::string> link_line(const Invocation &invocation,
                                   const Words &words,
                                   const RuntimeFiles &runtime,
                                   bool make_static) {
  return Line(invocation, words, runtime).build(make_static);
}

std::vector<std::string> plain_line(const Words &words) {
  std::vector<std::string> line;
  size_t word = 0;
  for (size_t given = 0; given < words.given(); ++given) {
    size_t end = words.end_of(given);
    if (!words.must_inline(given))
      line.push_back(words.given(given));
    else
      line.insert(line.end(), words.expanded().begin() + word,
                  words.expanded().begin() + end);
    word = end;
  }
  return line;
}

} // namespace ckpt::driver
