# Databricks notebook source
print("reported")
