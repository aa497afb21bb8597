C     SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
C     A FORTRAN program as they were written for HTCondor's library.
      PROGRAM JOB
      INTEGER I
      DO 10 I = 0, 4
        PRINT *, 'ROUND', I
        CALL FLUSH(6)
        CALL CKPT
        IF (I .EQ. 2) CALL CKPT_AND_EXIT
   10 CONTINUE
      PRINT *, 'END'
      END
