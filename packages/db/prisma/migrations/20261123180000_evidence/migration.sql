-- AlterEnum
ALTER TYPE "kill_reason" ADD VALUE 'evidence' BEFORE 'manual';
