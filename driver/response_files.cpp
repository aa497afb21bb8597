// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/response_files.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"

namespace ckpt::driver {

namespace fs = llvm::sys::fs;

// A file that does not exist, or that includes itself, stays the word it is:
// the command has its own opinion of it.
Words::Words(llvm::ArrayRef<const char *> args)
    : given_(args.begin(), args.end()), inline_(args.size()) {
  for (size_t i = 0; i < args.size(); ++i) {
    llvm::SmallVector<const char *, 8> words = {args[i]};
    fs::file_status status;
    if (args[i][0] == '@' && !fs::status(args[i] + 1, status) &&
        !fs::is_directory(status)) {
      bool whole = llvm::cl::ExpandResponseFiles(
          saver_, llvm::cl::TokenizeGNUCommandLine, words);
      inline_[i] = !fs::is_regular_file(status);
      if (!whole && !inline_[i])
        words = {args[i]};
    }
    expanded_.insert(expanded_.end(), words.begin(), words.end());
    ends_.push_back(expanded_.size());
  }
}

} // namespace ckpt::driver
