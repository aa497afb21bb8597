// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LLVM's own expansion would do, but it brings a virtual file system and the
// user database into a program that has to start fast.
#include "driver/response_files.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include <sys/stat.h>

namespace ckpt::driver {

namespace {

// Deeper is taken for a file that includes itself.
constexpr unsigned kMaxDepth = 64;

// Compilers read an @file the same way: words split on blanks, quotes, and
// backslashes; an @file inside is relative to the working directory.
class Reader {
public:
  explicit Reader(llvm::StringSaver &saver) : saver_(saver) {}

  // False when a file includes itself: the command has its own opinion of it.
  bool expand(const char *word, std::vector<const char *> &out,
              unsigned depth = 0) {
    struct stat file;
    if (llvm::StringRef(word).startswith("-Wl,"))
      return expand_linker_words(word, out, depth);
    // An @word that names no file is just a word.
    if (word[0] != '@' || stat(word + 1, &file) != 0 || S_ISDIR(file.st_mode)) {
      out.push_back(word);
      return true;
    }
    if (depth == kMaxDepth)
      return false;
    llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> text =
        llvm::MemoryBuffer::getFile(word + 1);
    if (!text) {
      out.push_back(word);
      return true;
    }
    once_ |= !S_ISREG(file.st_mode);
    llvm::SmallVector<const char *, 32> words;
    llvm::cl::TokenizeGNUCommandLine((*text)->getBuffer(), saver_, words);
    for (const char *inner : words)
      if (!expand(inner, out, depth + 1))
        return false;
    return true;
  }

  // Something was read that cannot be read again.
  bool read_once() const { return once_; }

private:
  // The linker reads an @file among its own words.  What is in it is shown as
  // words of the linker's, one by one.
  bool expand_linker_words(const char *word, std::vector<const char *> &out,
                           unsigned depth) {
    llvm::SmallVector<llvm::StringRef, 8> parts;
    llvm::StringRef(word).drop_front(4).split(parts, ',');
    if (llvm::none_of(parts, [](llvm::StringRef part) {
          return part.startswith("@");
        })) {
      out.push_back(word);
      return true;
    }
    for (llvm::StringRef part : parts) {
      std::vector<const char *> inner;
      if (!expand(saver_.save(part).data(), inner, depth + 1))
        return false;
      for (const char *each : inner) {
        out.push_back("-Xlinker");
        out.push_back(each);
      }
    }
    return true;
  }

  llvm::StringSaver &saver_;
  bool once_ = false;
};

} // namespace

Words::Words(llvm::ArrayRef<const char *> args)
    : given_(args.begin(), args.end()), inline_(args.size()) {
  for (size_t i = 0; i < args.size(); ++i) {
    std::vector<const char *> words;
    Reader reader(saver_);
    if (!reader.expand(args[i], words))
      words = {args[i]};
    else
      inline_[i] = reader.read_once();
    expanded_.insert(expanded_.end(), words.begin(), words.end());
    ends_.push_back(expanded_.size());
  }
}

} // namespace ckpt::driver
