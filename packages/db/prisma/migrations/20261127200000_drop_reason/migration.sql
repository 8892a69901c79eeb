-- AlterEnum
ALTER TYPE "kill_reason" ADD VALUE 'drop' BEFORE 'manual';
